"""The moderators' desk: what waits, in which order, and carrying out what was decided."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from accounts.models import Membership

from . import actions
from .flagging import flags_of, words_of_parts
from .forms.moderation import REMOVE, SHOW, DecisionForm
from .models import Document, Participation, ParticipationState, Photo, PhotoState, Project, ProjectState
from .models.standing import READABLE
from .reading import remember_as_approved

MOST_AT_ONCE = 30
REASONS = {0: "Somebody asked us to take a picture down", 1: "Waits for you", 2: "Public, to be read"}
# With these the pictures and documents marked to be shown are shown. What goes back takes them with it.
GOOD = {"approve", "read", "restore", "pictures"}
RISKY = {"name": "names a pupil?", "email": "an e-mail address?", "phone": "a phone number?"}


@dataclass(frozen=True)
class Waiting:
    """One line of the queue: which project, why, since when, and what might be wrong with it."""

    project: Project
    reason: str
    since: datetime
    risks: list[str]


def queue_for(moderator) -> tuple[list[Waiting], int]:
    """What waits for this moderator, at most MOST_AT_ONCE, and how many there are in all.

    Order: pictures that somebody asked us to hide, then what waits to be public, then what is public unread; among
    those the risky ones first, and the oldest on top. What one's own school takes part in is for others.
    """
    photos, documents = (model.objects.filter(project=OuterRef("pk")) for model in (Photo, Document))
    waiting = Project.objects.annotate(
        has_held=Exists(photos.filter(state=PhotoState.HELD)), has_hidden=Exists(photos.filter(state=PhotoState.HIDDEN))
    ).filter(
        Q(state=ProjectState.WAITING)
        | Q(state=ProjectState.PUBLIC, read_at=None)
        | Q(state__in=READABLE) & (Q(has_held=True) | Q(has_hidden=True) | Q(Exists(documents.hidden())))
    )  # fmt: skip
    own = Membership.objects.active().of_user(moderator).values("school")
    standing = [ParticipationState.INVITED, ParticipationState.CONFIRMED]
    named = Participation.objects.filter(project=OuterRef("pk"), school__in=own, state__in=standing)
    waiting = waiting.exclude(school__in=own).exclude(Exists(named))
    rank = Case(When(has_held=True, then=Value(0)), When(state=ProjectState.WAITING, then=Value(1)), default=Value(2))
    since = Case(When(state=ProjectState.WAITING, then=F("sent_at")), default=F("updated_at"))
    rows = waiting.annotate(rank=rank, since=since).select_related("school").prefetch_related("participations")
    rows = rows.order_by("rank", "since", "pk")
    lines = [(one, risks_of(one)) for one in rows[:MOST_AT_ONCE]]
    lines.sort(key=lambda line: (line[0].rank, not line[1]))
    return [Waiting(one, REASONS[one.rank], one.since or one.updated_at, risks) for one, risks in lines], rows.count()


def risks_of(project: Project) -> list[str]:
    seen = flags_of(project, words_of_parts(project))
    return list(dict.fromkeys(RISKY[one.flag.kind] for one in seen if one.flag.kind in RISKY))


def place_after(queue: list[Waiting], project: Project) -> Project | None:
    """The project that comes next in the queue; the first one after the last."""
    others = [line.project for line in queue]
    if project in others:
        at = others.index(project)
        others = [*others[at + 1 :], *others[:at]]
    return others[0] if others else None


@transaction.atomic
def carry_out(*, by, project: Project, form: DecisionForm) -> str:
    """Do what a valid form says: the project first, then its pictures and documents.

    Returns the sentence for the next page. Raises as the actions do; then nothing is done.
    """
    typed = form.cleaned_data
    seen, noted = {"seen": typed["seen"]}, {"seen": typed["seen"], "note": typed["note"]}
    acts = {
        "approve": (actions.approve_project, seen, "is public."),
        "read": (actions.read_project, seen, "is read."),
        "changes": (
            actions.ask_for_changes,
            noted,
            "goes back to its school.",
        ),
        "unpublish": (actions.unpublish_project, noted, "is taken down."),
        "restore": (actions.restore_project, seen, "is public again."),
        "merge": (actions.merge_project, {"into": typed.get("into"), "note": typed["note"]}, "is merged."),
        "pictures": (None, {}, "has its pictures and documents decided."),
    }
    act, more, outcome = acts[typed["decision"]]
    if act is not None:
        act(by=by, project=project, **more)
    for piece, word in form.words_about():
        if word == REMOVE or (word == SHOW and typed["decision"] in GOOD):
            actions.decide_piece(by=by, piece=piece, shown=word == SHOW)
    if typed["decision"] in GOOD - {"pictures"}:
        remember_as_approved(project)
    return f"“{project}” {outcome}"
