"""The report for governors: one school's last academic year on one sheet. Nothing in it that the public may not see."""

from datetime import date, datetime

from django.db.models import Prefetch, Q, Sum
from django.utils import timezone

from messaging.models import Enquiry
from partnerships import figures
from partnerships.models import Participation, Project, YearFigures
from partnerships.telling import figures_of
from schools.models import School

MOST_ON_A_SHEET = 6


def report_of(school: School) -> dict:
    """The context of the page: the last academic year that has ended, its projects, their sums, enquiries answered.

    Projects are public ones that this school has confirmed and that ran in that year; partners those that confirmed.
    """
    year = figures.latest_year() - 1
    ran = Q(starts_on__isnull=True) | Q(starts_on__lt=date(year + 1, 9, 1))
    ran &= Q(ends_on__isnull=True) | Q(ends_on__gte=date(year, 9, 1))
    projects = Project.objects.with_school(school).filter(ran)
    shown = projects.for_cards().prefetch_related(Prefetch("years", YearFigures.objects.filter(year=year)))
    rows = [row_of(project, school) for project in shown.order_by("-starts_on", "pk")[:MOST_ON_A_SHEET]]
    count = projects.count()
    return {
        "school": school,
        "year": figures.academic_year(year),
        "sums": sums_of(projects, school, year, count),
        "rows": rows,
        "more": count - len(rows),
        "today": timezone.localdate(),
    }


def row_of(project: Project, school: School) -> dict:
    """One project: its address, who takes part besides us, its figures of the year, and what each side gained."""
    parts = [*project.hosts, *project.partners]
    years = project.years.all()
    return {
        "project": project,
        "beside": [part.name for part in parts if part.school_id != school.pk],
        "figures": figures_of(years[0]) if years else [],
        "gains": [(part.name, part.gains) for part in parts if part.gains],
    }


def sums_of(projects, school: School, year: int, count: int) -> list[tuple]:
    """(number, label). Only counts of pupils that may be shown are added up, so that no sum tells a hidden one."""
    told = YearFigures.objects.filter(project__in=projects, year=year)
    pupils = {
        name: Sum(name, filter=Q(**{f"{name}__gte": figures.SMALLEST_SHOWN}))
        for name in ("state_pupils", "independent_pupils")
    }
    sums = told.aggregate(hours=Sum("staff_hours"), **pupils)
    beside = Participation.objects.confirmed().filter(project__in=projects, school__isnull=False)
    schools = beside.exclude(school=school).values("school").distinct().count()
    began, ended = (timezone.make_aware(datetime(one, 9, 1)) for one in (year, year + 1))
    received = Enquiry.objects.filter(to_school=school, answered_at__gte=began, answered_at__lt=ended)
    answered = received.exclude(answer="").count()
    return [
        (count, "project" if count == 1 else "projects"),
        (schools, "school beside us" if schools == 1 else "schools beside us"),
        ((sums["state_pupils"] or 0) + (sums["independent_pupils"] or 0), "pupils taking part"),
        (sums["hours"] or 0, "staff hours"),
        (answered, "enquiry answered" if answered == 1 else "enquiries answered"),
    ]
