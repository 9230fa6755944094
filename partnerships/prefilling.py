"""What a new form says already, so that nobody types what the register or the last project has said."""

from schools.models import School

from .models import Participation, Project, Stage

SAME_AGAIN = ("group", "setting", "cost", "transport")
NARROW_YEARS = 9  # a school of so few ages has pupils of all of them in nearly everything


def first_answers(school: School) -> dict:
    """Initial answers for a project of this school. Never the words, the figures or the safeguarding answers."""
    last = Project.objects.filter(school=school).order_by("-created_at", "-pk").first()
    if last is None:
        return {"stages": _stages_of(school)}
    own = last.participations.filter(school=school).first()
    return {
        **{name: getattr(last, f"{name}_id" if name == "group" else name) for name in SAME_AGAIN},
        "our_role": own.role if own else "host",
        "stages": list(last.stages.values_list("pk", flat=True)),
    }


def partners_before(school: School) -> list[School]:
    """Schools that this one has named lately and that have not said no, each once: to be picked by one click."""
    parts = Participation.objects.filter(
        project__school=school, school__isnull=False, state__in=("invited", "confirmed")
    )
    parts = parts.exclude(school=school).select_related("school__local_authority").order_by("-invited_at", "-pk")[:30]
    return list(dict.fromkeys(part.school for part in parts if part.school.is_open))[:4]


def _stages_of(school: School) -> list[int]:
    """From the register's ages, where they are few."""
    if school.low_age is None or school.high_age is None or school.high_age - school.low_age > NARROW_YEARS:
        return []
    fitting = Stage.objects.filter(low_age__gte=school.low_age, high_age__lte=school.high_age)
    return list(fitting.values_list("pk", flat=True))
