"""The list of enquiries: which ones, in pages, and what each line may say. A constant number of queries."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest

from schools.models import School
from schools_together.ui.paging import DEEPEST_PAGE, PAGE_SIZE, page_of

from .models import Enquiry
from .names import name_of_other
from .thread import turn_of

# What a line says; schools are wide, so the rest of them is left alone.
SHOWN = (
    "subject", "is_unnamed", "signed_as", "named_at", "standing", "last_message_at", "asker_said_at", "asked_said_at",
    "answer", "outcome", "is_sample", "from_school__name", "to_school__name",
)  # fmt: skip
MOST_LISTED = DEEPEST_PAGE * PAGE_SIZE


@dataclass(frozen=True)
class InboxLine:
    """One enquiry in the list, as members of one side see it."""

    enquiry: Enquiry
    other: str
    turn: str
    is_unread: bool
    is_ours_to_answer: bool


def page_of_enquiries(request: HttpRequest, mine: list[School], *, school="", show: str = "", q: str = ""):
    """The page that was asked for, and its lines."""
    ids = [school.pk] if school else [one.pk for one in mine]
    enquiries = Enquiry.objects.of_schools(ids)
    if show == "archived":
        enquiries = enquiries.archived_by(ids)
    elif not q:
        enquiries = enquiries.kept_by(ids)
    if show == "us":
        enquiries = enquiries.waiting_for(ids)
    elif show == "them":
        enquiries = enquiries.waiting_for_others(ids)
    found = enquiries.saying(q, ids).newest_first().values_list("pk", flat=True)
    page = page_of(request, list(found[:MOST_LISTED]))  # counting and fetching them apart would ask twice
    return page, lines_of_page(request.user, page, mine)


def lines_of_page(user, page: Page, mine: list[School]) -> list[InboxLine]:
    """Only the page's own enquiries are read whole."""
    rows = Enquiry.objects.filter(pk__in=list(page)).select_related("from_school", "to_school").only(*SHOWN)
    rows = rows.with_is_unread(user).newest_first()
    own = {school.pk: school for school in mine}
    return [_line(enquiry, own) for enquiry in rows]


def _line(enquiry: Enquiry, own: dict[int, School]) -> InboxLine:
    ours = own.get(enquiry.to_school_id) or own[enquiry.from_school_id]
    turn = turn_of(enquiry, ours)
    return InboxLine(enquiry, name_of_other(enquiry, ours), turn, enquiry.is_unread, "us" in turn or "your" in turn)
