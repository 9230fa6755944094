"""My school: everything that waits for one person, gathered from every app, and her school's year."""

from dataclasses import dataclass

from django.db.models import Min, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import is_lead, schools_of
from messaging.models import Enquiry
from partnerships import figures
from partnerships.alerts import found_lately
from partnerships.models import Participation, Project, ProjectState, YearFigures
from schools.models import School

MOST_PROJECTS = 50


@dataclass(frozen=True)
class Waiting:
    """One line of the to-do list: what waits and the link that deals with it."""

    icon: str
    words: str
    note: str
    url: str
    button: str
    main: bool = False


def desk_of(user, chosen: str) -> dict:
    """The context of the page: the schools I act for, the chosen one, its to-do list, projects and figures.

    `chosen` is the school's id from the query string; anything else means the first of mine.
    """
    schools = list(schools_of(user))
    if not schools:
        waiting = Membership.objects.of_user(user).waiting().select_related("school")
        return {"school": None, "schools": [], "requests": waiting}
    school = next((one for one in schools if str(one.pk) == chosen), schools[0])
    lead = is_lead(user, school)
    return {
        "school": school,
        "schools": schools,
        "is_lead": lead,
        "to_do": [*to_do(school, lead), *alerts(user)],
        "projects": projects_of(school),
        "year": year_so_far(school),
    }


def projects_of(school: School):
    """What the school has posted, and what others have posted and it has confirmed; latest first."""
    posted = Project.objects.filter(school=school)
    shared = Project.objects.with_school(school)
    both = Project.objects.filter(pk__in=posted.values("pk").union(shared.values("pk")))
    return both.for_cards().order_by("-updated_at", "-pk")[:MOST_PROJECTS]


def to_do(school: School, lead: bool) -> list[Waiting]:
    """What waits, most pressing first. Contributors see what is theirs to do."""
    lines = [*enquiries(school)]
    if lead:
        lines += [*participations(school), *requests_to_join(school)]
    return [*lines, *unfinished_projects(school)]


def enquiries(school: School):
    """One line for all enquiries to this school without an answer."""
    waiting = Enquiry.objects.filter(to_school=school).unanswered()
    oldest = waiting.aggregate(oldest=Min("opened_at"))["oldest"]
    if oldest is None:
        return
    count = waiting.count()
    days = (timezone.now() - oldest).days
    age = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    words = f"{count} enquir{'y' if count == 1 else 'ies'} to answer"
    yield Waiting("envelope", words, f"The oldest came {age}", reverse("messaging:enquiry_list"), "Read", True)


def participations(school: School):
    """Projects of others that name this school and wait for its word."""
    asked = Participation.objects.waiting().filter(school=school).exclude(project__state=ProjectState.DRAFT)
    for part in asked.select_related("project", "project__school").order_by("invited_at", "pk")[:20]:
        url = reverse("partnerships:participation_answer", args=[part.project.slug])
        note = f"{part.project.school} names you as its {part.get_role_display().lower()}"
        yield Waiting("check-circle", f"Is this true? “{part.project}”", note, url, "Check and confirm", True)


def requests_to_join(school: School):
    """One line for all colleagues who ask to join."""
    count = Membership.objects.of_school(school).waiting().count()
    if count:
        words = f"{count} colleague{'' if count == 1 else 's'} would like to join"
        yield Waiting("person", words, "Only let in people you know", reverse("accounts:colleague_list"), "See who")


def unfinished_projects(school: School):
    """Drafts, and projects for which a moderator asked for changes."""
    states = [ProjectState.CHANGES, ProjectState.DRAFT]
    for project in Project.objects.filter(school=school, state__in=states).order_by("state", "-updated_at", "-pk")[:20]:
        url = reverse("partnerships:project_edit", args=[project.slug])
        if project.state == ProjectState.CHANGES:
            note = "A moderator has written to you about it"
            yield Waiting("pencil", f"Change “{project}”", note, url, "See the note", True)
        else:
            note = f"Draft, saved {timezone.localtime(project.updated_at):%-d %B %Y}"
            yield Waiting("pencil", f"Finish “{project}”", note, url, "Go on")


def alerts(user):
    """One line for what my alerts have found in the last two weeks."""
    count = found_lately(user, timezone.localdate())
    if count:
        words = f"Your alerts found {count} project{'' if count == 1 else 's'}"
        yield Waiting("search", words, "In the last two weeks", reverse("partnerships:alert_list"), "See which")


def year_so_far(school: School) -> list[tuple]:
    """Figures of the present academic year for the panel: (number, label)."""
    year = figures.latest_year()
    mine = Project.objects.with_school(school)
    beside = Participation.objects.confirmed().filter(project__in=mine, school__isnull=False).exclude(school=school)
    sums = YearFigures.objects.filter(project__in=mine, year=year).aggregate(
        pupils=Sum("state_pupils"), more=Sum("independent_pupils")
    )
    answered = Enquiry.objects.filter(to_school=school).exclude(answer="").count()
    return [
        (beside.values("school").distinct().count(), "schools beside us"),
        ((sums["pupils"] or 0) + (sums["more"] or 0), "pupils taking part"),
        (mine.count(), "public projects"),
        (answered, "enquiries answered"),
    ]
