"""Following suit: what may be copied, who has followed, and that nobody follows in a circle."""

import re

from django.db.models import QuerySet

from schools_together.prepared import Prepared

from .models import Project
from .redaction import written_as

LONGEST_LINE = 100  # generations; more than that is a fault, not a family
OTHER_WORDS = {"host": "the host", "partner": "the partner school"}


def without_names(words, project: Project):
    """The same words (a text, or steps as a list of dicts) with every school and organisation of the project unnamed.

    "St Mary's opens its lab" becomes "the host opens its lab": who copies a recipe does not copy who cooked it.
    """
    if isinstance(words, list):
        return [{key: without_names(text, project) for key, text in step.items()} for step in words]
    for name, other in _names_of(project):
        words = written_as(name.rstrip(".")).sub(other, words)
    return words


def _names_of(project: Project) -> list[tuple[str, str]]:
    """(name, what stands instead), the longest first, so that no half of a name is left."""
    named = []
    for part in project.participations.select_related("school"):
        named += [(name, OTHER_WORDS[part.role]) for name in _forms_of(part.name)]
    return sorted(named, key=lambda pair: -len(pair[0]))


def _forms_of(name: str) -> list[str]:
    """ "St Mary's School" is also called "St Mary's": the kind may be left out, if enough of a name remains."""
    short = re.split(
        r"\s+(?:CofE|C of E|Catholic|RC|Primary|Junior|Infant|High|Grammar|School|College|Academy)\b", name, maxsplit=1
    )[0]
    return [name, short] if len(short) > 3 and short != name and short.lower() not in ("the", "saint") else [name]


def schools_that_followed(project: Project) -> int:
    """How many other schools have a public project that began from this one."""
    return len(set(followers_elsewhere(project.pk, project.school_id)))


def _followers_elsewhere(project_id: int, school_id: int) -> QuerySet:
    """The schools of public projects that began from this one, as their keys; not its own school's."""
    followers = Project.objects.public().filter(followed_from=project_id).exclude(school=school_id)
    return followers.order_by().values_list("school", flat=True)


followers_elsewhere = Prepared(_followers_elsewhere, int, int)


def origin_of(project: Project) -> Project | None:
    """The project that it began from, where everybody may read that one today."""
    if project.followed_from_id is None:
        return None
    return Project.objects.readable().filter(pk=project.followed_from_id).only("title", "slug").first()


def descends_from(project: Project, other: Project) -> bool:
    """Whether `other` is the project itself or stands somewhere in the line from which it began."""
    seen, at = set(), project.pk
    while at is not None and at not in seen and len(seen) < LONGEST_LINE:
        if at == other.pk:
            return True
        seen.add(at)
        at = Project.objects.filter(pk=at).values_list("followed_from", flat=True).first()
    return False
