"""Beginning, writing and re-using projects."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships import letters
from partnerships.following import descends_from, without_names
from partnerships.models import (
    Participation,
    ParticipationRole,
    ParticipationState,
    Project,
    ProjectState,
    YearFigures,
)
from partnerships.permissions import can_edit_project, can_keep_project, can_start_project
from partnerships.publishable import missing_to_publish
from partnerships.search import refresh_search_text
from schools.models import School

from .locking import locked, mirror, refuse

LISTS = ("subjects", "shares", "stages")
# What members may write. State, school, slug, dates of publication and lineage have actions of their own.
WRITABLE = frozenset(
    "title summary category group scale frequency setting cost direction lifecycle starts_on ends_on who when story "
    "aims need need_named_by background takes_people takes_rooms takes_kit takes_hours steps would_change transport "
    "reciprocity impact disadvantage_focus supervised_by safeguarding_lead_agreed risk_assessment open_to_partners "
    "open_to_whom open_within_miles open_places".split()
)
# What one school may take over from another's project: how it is done, never names, figures, dates or pictures.
RECIPE = (
    "category", "scale", "frequency", "setting", "cost", "direction", "aims", "takes_people", "takes_rooms",
    "takes_kit", "takes_hours", "steps",
)  # fmt: skip
RECIPE_WORDS = ("aims", "takes_people", "takes_rooms", "takes_kit", "takes_hours", "steps")
TRIES_FOR_ADDRESS = 3
WRONG_SCHOOL = "You can only post projects for a school where you have an active place."
NOT_YOURS = "Only members of the school that posted this project may change it, and only its leads once it is public."


class EditedMeanwhile(ValidationError):
    """Somebody else has saved the project since this person opened the form."""


@transaction.atomic
def start_draft(
    *,
    by,
    school: School,
    title: str,
    role: str = ParticipationRole.HOST,
    token: UUID | None = None,
    shared_with: School | None = None,
) -> Project:
    """Begin a project with nothing but a title, once for a token. Members of `shared_with` write it, too, until it is
    sent; their school takes part only by its own word.

    Order: project, then the posting school's own participation, confirmed by its own word, then the search text.
    Raises PermissionDenied for somebody else's school, ValidationError without a title.
    """
    if not can_start_project(by, school):
        raise PermissionDenied(WRONG_SCHOOL)
    refuse("" if title.strip() else "Give the project a title.")
    if token and (already := Project.objects.filter(token=token, created_by=by).first()):
        return already
    project = _new_project(by, school, title.strip()[:100], token, shared_with)
    own = {"role": role, "state": ParticipationState.CONFIRMED, "answered_at": timezone.now(), "answered_by": by}
    Participation.objects.get_or_create(project=project, school=school, defaults=own)
    refresh_search_text(project)
    return project


@transaction.atomic
def save_draft(
    *,
    by,
    project: Project,
    changes: dict,
    version: int | None = None,
    years: dict[int, dict] | None = None,
    not_understood: dict[str, list[str]] | None = None,
    by_itself: bool = False,
) -> Project:
    """Store what a member wrote. `changes` maps fields (WRITABLE and LISTS) to values, `years` first years to figures.

    `not_understood` maps names of boxes to what was typed there and could not be read: kept until it is mended.

    Order: lock, compare versions, columns, lists, figures, search text. A public project must stay fit to be public,
    and a moderator reads it again. `by_itself`: the page saves while somebody types; that makes no entry of history.
    Raises PermissionDenied, EditedMeanwhile when `version` is not the stored one, ValueError for a field that is
    nobody's to write, ValidationError {field: sentence} where a public project would lack something.
    """
    stored = locked(project)
    if not can_edit_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    if unknown := set(changes) - WRITABLE - set(LISTS):
        raise ValueError(f"Not for members to write: {', '.join(sorted(unknown))}")
    if version is not None and version != stored.version:
        who = "one of the two schools" if stored.is_shared_draft else "your school"
        raise EditedMeanwhile(f"Somebody at {who} has saved this project since you opened this page.")
    for name in WRITABLE & set(changes):
        setattr(stored, name, changes[name])
    if not_understood is not None:
        stored.not_understood = not_understood
    stored.version += 1
    if stored.is_readable:
        stored.read_at = None
    stored._history_user, stored._change_reason = by, "Saved"
    if by_itself:
        stored.skip_history_when_saving = True
    stored.save()
    for name in set(LISTS) & set(changes):
        getattr(stored, name).set(changes[name])
    _save_years(stored, years or {})
    if stored.is_readable and (missing := missing_to_publish(stored)):
        raise ValidationError({field: [sentence] for field, sentence in missing})
    refresh_search_text(stored)
    mirror(project, stored, [*WRITABLE, "version", "read_at", "updated_at", "not_understood"])
    return project


@transaction.atomic
def hand_over(*, by, project: Project) -> Project:
    """A contributor asks the leads of the school to read a draft and send it. Twice is once.

    Order: lock, instant, letters to the leads.
    Raises PermissionDenied, ValidationError where no lead is registered or the project is on its way already.
    """
    stored = locked(project)
    if not can_edit_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    on_its_way = stored.state in (ProjectState.WAITING, ProjectState.PUBLIC, ProjectState.ARCHIVED)
    refuse("This project has been sent already." if on_its_way else "")
    refuse("" if letters.leads_of(stored.school) else f"{stored.school} has no lead here yet. Ask your head to join.")
    if stored.handed_over_at is None:
        stored.handed_over_at = timezone.now()
        stored._history_user, stored._change_reason = by, "Handed over to the leads"
        stored.save(update_fields=["handed_over_at", "updated_at"])
        letters.tell_of_handing_over(stored, by)
    mirror(project, stored, ["handed_over_at"])
    return project


@transaction.atomic
def follow_suit(*, by, project: Project, school: School, token: UUID | None = None) -> Project:
    """Begin an own draft from somebody's project: how it is done, and what it sprang from; nothing of theirs else.

    Raises PermissionDenied for somebody else's school or a project that this person may not see.
    """
    if not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise PermissionDenied("This project is not public.")
    title = without_names(project.title, project)
    draft = start_draft(by=by, school=school, title=title, token=token)
    if draft.followed_from_id == project.pk:
        return draft
    changes = {name: getattr(project, name) for name in RECIPE}
    changes |= {name: without_names(changes[name], project) for name in RECIPE_WORDS}
    lists = {name: list(getattr(project, name).all()) for name in LISTS}
    Project.objects.filter(pk=draft.pk).update(followed_from=project, followed_at=timezone.now())
    save_draft(by=by, project=draft, changes={**changes, **lists})
    draft.followed_from = project
    return draft


@transaction.atomic
def discard_draft(*, by, project: Project) -> None:
    """Delete a draft that was never public, with all that hangs on it. Twice is once.

    Who followed it follows from now on what it had begun from, so that lines of descent stay whole.
    Raises PermissionDenied but for members of the school, ValidationError for what has been public or waits.
    """
    stored = Project.objects.select_for_update(of=("self",)).filter(pk=project.pk).first()
    if stored is None:
        return
    if not can_keep_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    refuse("" if stored.is_discardable else "Only a draft that was never public can be deleted. Take it back instead.")
    hand_on_followers(project=stored, to=stored.followed_from)
    stored._history_user, stored._change_reason = by, "Discarded"
    stored.delete()


def hand_on_followers(*, project: Project, to: Project | None) -> None:
    """Whoever followed `project` follows `to` from now on; who is an ancestor of `to` follows nobody, not a circle."""
    for follower in project.followers.all():
        origin = None if to is None or descends_from(to, follower) else to
        Project.objects.filter(pk=follower.pk).update(followed_from=origin)


def _new_project(by, school: School, title: str, token: UUID | None, shared_with: School | None) -> Project:
    """The row, with an address of its own even when two people choose one title at once."""
    for left in reversed(range(TRIES_FOR_ADDRESS)):
        project = Project(school=school, title=title, created_by=by, token=token, shared_with=shared_with)
        project._history_user, project._change_reason = by, "Begun"
        try:
            with transaction.atomic():
                project.save()
            return project
        except IntegrityError:
            already = Project.objects.filter(token=token, created_by=by).first() if token else None
            if already:
                return already
            if not left:
                raise
    raise AssertionError("unreachable")


def _save_years(project: Project, years: dict[int, dict]) -> None:
    """One row of figures a year; a year whose figures were all taken out goes."""
    for year, figures in years.items():
        if any(figures.get(name) is not None for name in figures if not name.endswith("_basis")):
            YearFigures.objects.update_or_create(project=project, year=year, defaults=figures)
        else:
            YearFigures.objects.filter(project=project, year=year).delete()
