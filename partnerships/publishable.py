"""What a project still lacks before it may be public (product.md, section 4)."""

from .models import ParticipationState, Project
from .models.projects import SUMMARY_MIN

# Whom the entry names, and who has not said no.
STANDING = {ParticipationState.INVITED, ParticipationState.CONFIRMED}
FREE_TEXT = (
    "title", "summary", "who", "when", "story", "aims", "need", "need_named_by", "background", "takes_people",
    "takes_rooms", "takes_kit", "takes_hours", "would_change", "transport", "reciprocity", "impact",
    "disadvantage_focus", "open_to_whom",
)  # fmt: skip
NO_PARTNER = "Choose your partner school from the list."
NO_STAGES = "Say which pupils take part."


def missing_to_publish(project: Project) -> list[tuple[str, str]]:
    """(field, sentence) of everything that is missing, in the order of the form; empty when it may be sent.

    The form shows them at the fields, the page lists them, and the action refuses on them.
    """
    words, people, safety = _words(project), _people(project), [*_safety(project), *_pictures(project)]
    return [*words, *people, *_running(project), *safety]


def missing_in_words(project: Project) -> list[tuple[str, str]]:
    """The part of `missing_to_publish` that can be told of a project that is not stored yet."""
    return [*_words(project), *_running(project), *_safety(project)]


def _words(project: Project):
    length = len(project.summary.strip())
    if length == 0:
        yield (
            "summary",
            f"Write a summary of at least {SUMMARY_MIN} letters, so others can tell what happens.",
        )
    elif length < SUMMARY_MIN:
        yield (
            "summary",
            f"Your summary has {length} letter{'' if length == 1 else 's'}. "
            f"Write at least {SUMMARY_MIN}, so others can tell what happens.",
        )
    if project.category_id is None:
        yield "category", "Choose the category that fits best."


def missing_sides(project: Project):
    """What is missing of the two sides that make a partnership: a host and a partner that have not said no."""
    standing = [part for part in project.participations.all() if part.state in STANDING]
    if not any(part.is_host for part in standing):
        yield "partner_search", "Choose the school that hosts the project."
    if not any(not part.is_host for part in standing):
        yield "partner_search", NO_PARTNER


def _people(project: Project):
    yield from missing_sides(project)
    if not project.stages.all():
        yield "stages", NO_STAGES


def _running(project: Project):
    if not project.frequency:
        yield "frequency", "Say how often it happens."
    if project.starts_on is None:
        yield "starts_on", "Enter the month and year when it started, like 09/2024."


def _safety(project: Project):
    if not project.supervised_by:
        yield "supervised_by", "Say who supervises the pupils."
    if not project.safeguarding_lead_agreed:
        yield (
            "safeguarding_lead_agreed",
            "Ask the safeguarding leads of the schools first, then tick this box.",
        )
    if not project.risk_assessment:
        yield "risk_assessment", "Say how it stands with the risk assessment."


def _pictures(project: Project):
    if project.photos.kept().filter(consent_at=None).exists():
        yield "photos", "Record for each picture who gave consent."
    if project.photos.kept().without_words().exists():
        yield "photos", "Say what each picture shows, or mark it as decorative."
