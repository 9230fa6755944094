"""How a project's page tells it: plate, facts, figures, gains, safety. Only what everybody may read."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.formats import date_format

from schools.models import School
from schools_together.prepared import Prepared

from .figures import SMALLEST_SHOWN
from .models import Basis, Participation, Project, RiskAssessment, Setting, Supervision, YearFigures

FIGURES = (
    ("state_pupils", "pupils at state schools"),
    ("independent_pupils", "pupils at independent schools"),
    ("sessions", "sessions"),
    ("staff_hours", "staff hours"),
)
WHERE = {
    Setting.HOST: "At the host",
    Setting.PARTNER: "At the partner",
    Setting.ONLINE: "Online",
    Setting.ELSEWHERE: "Elsewhere",
}
SUPERVISED = {
    Supervision.HOST: "The host’s staff supervise.",
    Supervision.PARTNER: "The partner’s staff supervise.",
    Supervision.BOTH: "Staff of both schools supervise.",
}
RISKS = {
    RiskAssessment.DONE: "Risk assessment agreed.",
    RiskAssessment.PLANNED: "A risk assessment will be done before it starts.",
    RiskAssessment.NOT_NEEDED: "No pupils take part, so no risk assessment is needed.",
}


@dataclass(frozen=True)
class Side:
    """One school or organisation on the plate."""

    name: str
    url: str = ""
    about: str = ""


def side_of(part: Participation) -> Side:
    """ "Cambridge. State primary, ages 4 to 11" under the school's name."""
    if not part.school_id:
        return Side(part.name, "", "Community organisation")
    return Side(part.name, part.school.get_absolute_url(), about_school(part.school))


def about_school(school: School) -> str:
    kind = ", ".join(filter(None, [school.kind, school.ages]))
    return f"{school.place}. {kind}" if school.place else kind


def plate_of(project: Project) -> dict:
    """What `{% plate %}` takes. Further hosts stand with the partners, so that both halves stay readable."""
    hosts = [side_of(part) for part in project.hosts]
    waiting_hosts = sum(part.is_host and part.state == "invited" for part in project.sides)
    waiting = project.waiting_count - waiting_hosts
    return {
        "host": hosts[0] if hosts else Side("1 host, waiting to confirm"),
        "partners": [*hosts[1:], *(side_of(part) for part in project.partners)],
        "waiting": waiting if hosts else waiting + max(0, waiting_hosts - 1),
        "state": project.confirmation,
    }


def facts_of(project: Project) -> list[tuple]:
    """(term, words) pairs for the panel; the component leaves out what is empty."""
    return [
        (
            "Who",
            [*filter(None, [project.who]), *([] if project.who else [stage.name for stage in project.terms.stages])],
        ),
        ("How often", project.when_words),
        ("Where", WHERE.get(project.setting, "")),
        ("Travel", project.transport),
        ("Cost", project.get_cost_display()),
        ("Staff time", project.takes_hours),
        ("Subjects", [subject.name for subject in project.terms.subjects]),
        ("Shared", [thing.name for thing in project.terms.shares]),
        ("Started", month(project.starts_on)),
        ("Ended", month(project.ends_on)),
        ("Status", project.get_lifecycle_display()),
        ("New partners", open_words(project)),
    ]


def month(day) -> str:
    return date_format(day, "F Y") if day else ""


def open_words(project: Project) -> list[str]:
    """Whether new partners are welcome: whom, how far, how many."""
    if not project.open_to_partners:
        return []
    far = f"Within {project.open_within_miles} miles" if project.open_within_miles else ""
    many = f"{project.open_places} place{'' if project.open_places == 1 else 's'}" if project.open_places else ""
    return ["Welcome", *filter(None, [project.open_to_whom, far, many])]


def gains_of(project: Project) -> list[Participation]:
    """Confirmed participations that say what they give or gain, partners first, as both sides count the same."""
    told = [part for part in project.sides if part.is_confirmed and (part.gains or part.gives)]
    return sorted(told, key=lambda part: part.is_host)


def latest_figures(project: Project) -> YearFigures | None:
    """The latest year that has any figure."""
    return next((year for year in years_of_project(project.pk) if figures_of(year)), None)


def _years_of_project(project_id: int) -> QuerySet:
    """All its years, the latest first."""
    return YearFigures.objects.filter(project=project_id)


years_of_project = Prepared(_years_of_project, int)


def figures_of(year: YearFigures) -> list[tuple[str, str, str]]:
    """(number, label, "counted" or "estimated"); small counts of pupils are not shown (product.md, section 6)."""
    rows = []
    for name, label in FIGURES:
        number = getattr(year, name)
        if number is None:
            continue
        hidden = name.endswith("_pupils") and 0 < number < SMALLEST_SHOWN
        basis = Basis(getattr(year, f"{name}_basis")).label.lower()
        rows.append((f"under {SMALLEST_SHOWN}" if hidden else f"{number:,}", label, basis))
    return rows


def recipe_of(project: Project) -> dict:
    """Steps as (heading, words), and what one needs; empty where nothing is told."""
    needs = [project.takes_people, project.takes_rooms, project.takes_kit, project.takes_hours]
    return {
        "steps": [(step.get("title", ""), step.get("text", "")) for step in project.steps],
        "needs": [words for words in needs if words],
        "would_change": project.would_change,
    }


def safety_of(project: Project) -> str:
    """The safeguarding answers as sentences."""
    agreed = "The schools’ safeguarding leads know about this project." if project.safeguarding_lead_agreed else ""
    sentences = [agreed, SUPERVISED.get(project.supervised_by, ""), RISKS.get(project.risk_assessment, "")]
    return " ".join(filter(None, sentences))


def miles_words(miles: float | None) -> str:
    """ "Close by", "0.2 miles away", "36 miles away", or nothing where the place is not known."""
    if miles is None:
        return ""
    if miles < 0.1:
        return "Close by"
    number = f"{miles:.1f}" if miles < 9.95 else f"{miles:.0f}"
    return f"{number} mile{'' if number == '1.0' else 's'} away"
