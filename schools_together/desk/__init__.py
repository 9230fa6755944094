"""My school: everything that waits for one person, gathered from every app, and her school's projects and year."""

from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import is_lead, schools_of
from messaging.models import Enquiry
from partnerships import figures
from partnerships.matching import matches_for
from partnerships.models import Participation, Project, ViewCount, YearFigures
from schools.models import School
from schools_together.ui.paging import page_of

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
    return {
        "school": school,
        "schools": schools,
        "is_lead": lead,
        "to_do": to_do(user, school, lead),
        "page": page_of(request, projects_of(school)),
        "matches": matches_for([school])[:1],
        "year": year_so_far(school),
    }


def chosen_of(request: HttpRequest, schools: list[School]) -> School:
    """The one that the address names among mine, else the first."""
    chosen = request.GET.get("school", "")
    return next((one for one in schools if str(one.pk) == chosen), schools[0])


def projects_of(school: School):
    """What the school has posted, and what others have posted and it has confirmed; latest first.

    Each with `views_this_term` and `followed_by`, the number of public projects that began from it.
    """
    posted = Project.objects.filter(school=school)
    shared = Project.objects.with_school(school)
    both = Project.objects.filter(pk__in=posted.values("pk").union(shared.values("pk")))
    views = ViewCount.objects.since(term_start(timezone.localdate())).filter(project=OuterRef("pk")).order_by()
    followers = Project.objects.public().filter(followed_from=OuterRef("pk")).order_by()
    return (
        both.for_cards()
        .annotate(
            views_this_term=Coalesce(Subquery(views.values("project").annotate(n=Sum("count")).values("n")), 0),
            followed_by=Coalesce(Subquery(followers.values("followed_from").annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("-updated_at", "-pk")
    )


def term_start(today: date) -> date:
    """The first day of the term in which a day lies."""
    return max(date(today.year, month, day) for month, day in TERMS if date(today.year, month, day) <= today)


def year_so_far(school: School) -> list[tuple]:
    """Figures of the present academic year for the panel: (number, label)."""
    year = figures.latest_year()
    mine = Project.objects.with_school(school)
    beside = Participation.objects.confirmed().filter(project__in=mine, school__isnull=False).exclude(school=school)
    sums = YearFigures.objects.filter(project__in=mine, year=year).aggregate(
        pupils=Sum("state_pupils"), more=Sum("independent_pupils"), hours=Sum("staff_hours")
    )
    since = timezone.make_aware(datetime(year, 9, 1))
    answered = Enquiry.objects.filter(to_school=school, answered_at__gte=since).exclude(answer="").count()
    schools = beside.values("school").distinct().count()
    return [
        (schools, "school beside us" if schools == 1 else "schools beside us"),
        ((sums["pupils"] or 0) + (sums["more"] or 0), "pupils taking part"),
        (sums["hours"] or 0, "staff hours"),
        (answered, "enquiry answered" if answered == 1 else "enquiries answered"),
    ]
