"""Every number of My school in one question: a page that asked for each by itself would wait fifteen times."""

from datetime import datetime

from django.db.models import Count, IntegerField, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Membership
from messaging.models import Enquiry
from partnerships import figures
from partnerships.alerts import found_lately
from partnerships.models import Participation, Project, YearFigures
from schools.models import School


class CountOf(Subquery):
    """How many rows a queryset has, as a column of another question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, things: QuerySet, of: str = "pk"):
        super().__init__(things.order_by().values(of))


def counts_of(user, school: School) -> dict:
    """What waits, what there is and what the academic year brought so far.

    `oldest` is the instant of the oldest enquiry without an answer, None where there is none; all else are numbers:
    enquiries, news, joining, leads, due, found; projects; beside, taking_part, hours, answered.
    """
    year = figures.latest_year()
    mine = Project.objects.with_school(school)
    beside = Participation.objects.confirmed().filter(project__in=mine, school__isnull=False).exclude(school=school)
    told = YearFigures.objects.filter(project__in=mine, year=year)
    received = Enquiry.objects.filter(to_school=school)
    since = timezone.make_aware(datetime(year, 9, 1))
    unanswered = Enquiry.objects.received_by(school).unanswered().order_by("opened_at")
    places = Membership.objects.of_school(school)
    return (
        School.objects.filter(pk=school.pk)
        .order_by()
        .values(
            enquiries=CountOf(unanswered),
            oldest=Subquery(unanswered.values("opened_at")[:1]),
            news=CountOf(Enquiry.objects.filter(from_school=school).with_is_unread(user).filter(is_unread=True)),
            joining=CountOf(places.waiting()),
            leads=CountOf(places.active().leads()),
            due=CountOf(Project.objects.due_for_review().filter(school=school)),
            found=CountOf(found_lately(user, timezone.localdate()), of="project"),
            projects=CountOf(shown_by(school)),
            beside=CountOf(beside.distinct(), of="school"),
            taking_part=_sum(told, "state_pupils") + _sum(told, "independent_pupils"),
            hours=_sum(told, "staff_hours"),
            answered=CountOf(received.filter(answered_at__gte=since).exclude(answer="")),
        )
        .get()
    )


def shown_by(school: School) -> QuerySet:
    """The projects that the school has posted, and those of others that it has confirmed."""
    posted = Project.objects.filter(school=school)
    shared = Project.objects.with_school(school)
    return Project.objects.filter(pk__in=posted.values("pk").union(shared.values("pk")))


def sum_by(rows: QuerySet, by: str, column: str) -> Coalesce:
    """The sum of a column over rows that are alike in `by`, as a column of another question; 0 where there is none."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(sum=Sum(column)).values("sum")), 0)


def count_by(rows: QuerySet, by: str) -> Coalesce:
    """How many rows there are that are alike in `by`, in the same way."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(count=Count("pk")).values("count")), 0)


def _sum(told: QuerySet, column: str) -> Coalesce:
    return sum_by(told, "year", column)
