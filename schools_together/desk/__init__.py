"""My school: everything that waits for one person, gathered from every app, and her school's projects and year."""

from datetime import date

from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import is_lead, schools_of
from partnerships.matching import matches_for
from partnerships.models import Project, ViewCount
from schools.models import School
from schools_together.ui.paging import Counted, page_of

from .counts import count_by, counts_of, shown_by, sum_by
from .report import report_of  # noqa: F401 - the other page of the desk
from .waiting import to_do

# When the three terms begin, near enough for a count: (month, day).
TERMS = ((1, 1), (4, 15), (9, 1))


def desk_of(request: HttpRequest) -> dict:
    """The context of the page: the schools I act for, the chosen one, its to-do list, projects and figures.

    `school` of the query string is the chosen school's id; anything else means the first of mine.
    """
    user = request.user
    schools = list(schools_of(user).select_related("profile"))
    if not schools:
        waiting = Membership.objects.of_user(user).waiting().select_related("school")
        return {"school": None, "schools": [], "requests": waiting}
    school = chosen_of(request, schools)
    lead = is_lead(user, school)
    counts = counts_of(user, school)
    return {
        "school": school,
        "schools": schools,
        "is_lead": lead,
        "to_do": to_do(user, school, counts, lead=lead),
        "page": page_of(request, Counted(counts["projects"], projects_of(school))),
        "matches": matches_for([school])[:1],
        "year": year_so_far(counts),
    }


def chosen_of(request: HttpRequest, schools: list[School]) -> School:
    """The one that the address names among mine, else the first."""
    chosen = request.GET.get("school", "")
    return next((one for one in schools if str(one.pk) == chosen), schools[0])


def projects_of(school: School) -> QuerySet:
    """What the school has posted, and what others have posted and it has confirmed; latest first.

    Each with `views_this_term` and `followed_by`, the number of public projects that began from it.
    """
    views = ViewCount.objects.since(term_start(timezone.localdate())).filter(project=OuterRef("pk"))
    followers = Project.objects.public().filter(followed_from=OuterRef("pk"))
    counted = shown_by(school).annotate(
        views_this_term=sum_by(views, "project", "count"), followed_by=count_by(followers, "followed_from")
    )
    return counted.prefetch_related("participations").order_by("-updated_at", "-pk")


def term_start(today: date) -> date:
    """The first day of the term in which a day lies."""
    return max(date(today.year, month, day) for month, day in TERMS if date(today.year, month, day) <= today)


def year_so_far(counts: dict) -> list[tuple]:
    """Figures of the present academic year for the panel: (number, label)."""
    beside, answered = counts["beside"], counts["answered"]
    return [
        (beside, "school beside us" if beside == 1 else "schools beside us"),
        (counts["taking_part"], "pupils taking part"),
        (counts["hours"], "staff hours"),
        (answered, "enquiry answered" if answered == 1 else "enquiries answered"),
    ]
