"""Figures of this directory: counted from public, confirmed entries only, and dated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from schools.models import Region, School

from .models import Category, Frequency, Group, Participation, ParticipationRole, Project, YearFigures

# guard.md H: a count of pupils under this could point at one child (product.md section 6).
SMALLEST_SHOWN = 5
CHECKED_WITHIN_DAYS = 365
KEPT_SECONDS = 60
KEPT = ("figures.totals", "figures.categories", "figures.all")


@dataclass(frozen=True)
class Totals:
    """The four figures of the home page, as whole numbers."""

    projects: int
    schools: int
    groups: int
    checked: int


def totals() -> Totals:
    """Public projects, schools that stand behind one, groups, and projects checked in the last year.

    Kept for a minute: these figures stand on the home page.
    """
    return Totals(*_kept("figures.totals", _totals))


def _totals() -> tuple[int, ...]:
    since = timezone.localdate() - timedelta(days=CHECKED_WITHIN_DAYS)
    public = Project.objects.public().aggregate(
        projects=Count("pk"), checked=Count("pk", filter=Q(last_confirmed_on__gte=since))
    )
    schools = confirmed_participations().filter(school__isnull=False).aggregate(n=Count("school", distinct=True))["n"]
    return public["projects"], schools, Group.objects.public().count(), public["checked"]


def forget_figures() -> None:
    """Called once a change is stored that makes a name or a project appear or vanish: figures follow at once."""
    cache.delete_many(KEPT)


def _kept[Figures](name: str, count: Callable[[], Figures]) -> Figures:
    """What was counted less than a minute ago, else counted now."""
    if (kept := cache.get(name)) is not None:
        return kept
    found = count()
    cache.set(name, found, KEPT_SECONDS)
    return found


def all_figures() -> dict:
    """What the page of figures tells beside the totals, of the last academic year that has ended.

    Kept for a minute, since it counts every entry: year, state_pupils, staff_hours, categories, frequencies, phases,
    regions, places, each as the function of its name gives it.
    """
    return _kept("figures.all", _all_figures)


def _all_figures() -> dict:
    year = latest_year() - 1
    return {
        "year": academic_year(year),
        "state_pupils": year_sum("state_pupils", year),
        "staff_hours": year_sum("staff_hours", year),
        "categories": projects_by_category(),
        "frequencies": projects_by_frequency(),
        "phases": partners_by_phase(),
        "regions": projects_by_region(),
        "places": places_of_hosts(),
    }


def confirmed_participations():
    """Participations that the public may count: confirmed, in public projects."""
    # Asked of each: a list of all public projects would be made first, for a single school or authority, too.
    return Participation.objects.confirmed().filter(Exists(Project.objects.public().filter(pk=OuterRef("project"))))


def categories_with_counts() -> list[Category]:
    """Every category with `project_count`, its public projects; nought included. Counted at most a minute ago."""
    counts = _kept("figures.categories", _projects_by_category_id)
    found = list(Category.objects.order_by("position", "pk"))
    for category in found:
        category.project_count = counts.get(category.pk, 0)
    return found


def _projects_by_category_id() -> dict[int, int]:
    return dict(Project.objects.public().order_by().values_list("category").annotate(n=Count("pk")))


def projects_by_category() -> list[tuple[str, int]]:
    """(short name, public projects), most first."""
    rows = [(category.short_name, category.project_count) for category in categories_with_counts()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def projects_by_frequency() -> list[tuple[str, int]]:
    """(how often, public projects), most first; those that have none are left out."""
    rows = Project.objects.public().exclude(frequency="").values_list("frequency").annotate(n=Count("pk"))
    return [(Frequency(value).label, number) for value, number in rows.order_by("-n", "frequency")]


def projects_by_region() -> list[tuple[str, int]]:
    """(region of a host, public projects), most first."""
    hosts = confirmed_participations().filter(role=ParticipationRole.HOST, school__isnull=False)
    rows = hosts.values_list("school__region").annotate(n=Count("project", distinct=True))
    return [(Region(value).label, number) for value, number in rows.order_by("-n", "school__region")]


def partners_by_phase() -> list[tuple[str, int]]:
    """(phase of a partner school, public projects), most first."""
    partners = confirmed_participations().filter(role=ParticipationRole.PARTNER, school__isnull=False)
    labels = dict(School._meta.get_field("phase").choices)
    rows = partners.values_list("school__phase").annotate(n=Count("project", distinct=True))
    return [(labels[value], number) for value, number in rows.order_by("-n", "school__phase")]


@dataclass(frozen=True)
class PupilFigure:
    """A sum of pupils or hours; None where it is too small to show."""

    number: int | None
    counted_percentage: int


def year_sum(field: str, year: int) -> PupilFigure:
    """The sum of one figure ("state_pupils", "independent_pupils", "staff_hours") in the year that begins in `year`.

    Pupils under SMALLEST_SHOWN are suppressed. Public projects only.
    """
    rows = YearFigures.objects.filter(project__in=Project.objects.public(), year=year)
    sums = rows.aggregate(total=Sum(field), counted=Sum(field, filter=Q(**{f"{field}_basis": "counted"})))
    total = sums["total"] or 0
    hidden = field.endswith("_pupils") and 0 < total < SMALLEST_SHOWN
    share = round(100 * (sums["counted"] or 0) / total) if total else 0
    return PupilFigure(None if hidden else total, share)


def sums_of_group(group: Group, year: int) -> list[tuple[str, str, str]]:
    """(sum, label, "counted" or what share of it was) of a group's public projects in the year that begins in `year`.

    Sums of pupils under SMALLEST_SHOWN are left out, like those of which nothing was told.
    """
    labels = {
        "state_pupils": "pupils at state schools",
        "independent_pupils": "pupils at independent schools",
        "sessions": "sessions",
        "staff_hours": "staff hours",
    }
    rows = YearFigures.objects.filter(project__group=group, project__in=Project.objects.public(), year=year)
    sums = rows.aggregate(
        **{f"{name}_in_all": Sum(name) for name in labels},
        **{f"{name}_counted": Sum(name, filter=Q(**{f"{name}_basis": "counted"})) for name in labels},
    )
    told = []
    for name, label in labels.items():
        total = sums[f"{name}_in_all"] or 0
        if total and not (name.endswith("_pupils") and total < SMALLEST_SHOWN):
            share = round(100 * (sums[f"{name}_counted"] or 0) / total)
            told.append((f"{total:,}", label, f"{share} % counted"))
    return told


def sums_of_school(school: School, year: int) -> list[tuple[int, str]]:
    """(number, label) of the public projects with figures of that year that a school stands behind; none where none.

    Only counts of SMALLEST_SHOWN and more are added up: a sum less what the projects show must not give a hidden one.
    """
    rows = YearFigures.objects.filter(project__in=Project.objects.with_school(school), year=year)
    sums = rows.aggregate(
        state=Sum("state_pupils", filter=Q(state_pupils__gte=SMALLEST_SHOWN)),
        independent=Sum("independent_pupils", filter=Q(independent_pupils__gte=SMALLEST_SHOWN)),
    )
    pupils = (sums["state"] or 0) + (sums["independent"] or 0)
    if not pupils:
        return []
    beside = confirmed_participations().filter(project__in=rows.values("project"), school__isnull=False)
    schools = beside.exclude(school=school).aggregate(n=Count("school", distinct=True))["n"]
    return [(schools, "partner school" if schools == 1 else "partner schools"), (pupils, "pupils taking part")]


def academic_year(year: int) -> str:
    """ "2025–26" for the year that begins in September 2025."""
    return f"{year}–{(year + 1) % 100:02d}"


def places_of_hosts() -> list[tuple[int, int, int]]:
    """(easting, northing, projects) of hosts, gathered to 10 km squares, for the dot map."""
    hosts = confirmed_participations().filter(role=ParticipationRole.HOST, school__easting__isnull=False)
    squares: dict[tuple[int, int], int] = {}
    for easting, northing in hosts.values_list("school__easting", "school__northing"):
        square = (easting // 10_000 * 10_000 + 5_000, northing // 10_000 * 10_000 + 5_000)
        squares[square] = squares.get(square, 0) + 1
    return [(easting, northing, number) for (easting, northing), number in sorted(squares.items())]


def latest_year() -> int:
    """The academic year (its first calendar year) that most lately began."""
    today = timezone.localdate()
    return today.year if today.month >= 9 else today.year - 1
