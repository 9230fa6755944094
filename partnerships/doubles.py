"""Projects of the same school that may be the one somebody is about to write a second time."""

import re
from difflib import SequenceMatcher

from schools.models import School

from .models import Project

MOST_COMPARED = 200
MOST_SHOWN = 3
NEAR = 0.82  # of two titles, letter by letter
SHARED = 0.6  # of the words of the shorter title
_SMALL = frozenset("a an and at by day days for from in of on our project school schools the to together with".split())


def similar_of(school: School, title: str, *, but: Project | None = None) -> list[Project]:
    """Up to three projects of this school whose titles say nearly the same, the latest first."""
    wanted = _plain(title)
    if not wanted:
        return []
    others = Project.objects.filter(school=school).order_by("-updated_at", "-pk")
    if but is not None and but.pk:
        others = others.exclude(pk=but.pk)
    titles = others.only("pk", "slug", "title", "state", "school_id")[:MOST_COMPARED]
    return [other for other in titles if _are_alike(wanted, _plain(other.title))][:MOST_SHOWN]


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.lower()))


def _are_alike(one: str, other: str) -> bool:
    words, more = ({word for word in title.split() if word not in _SMALL} for title in (one, other))
    fewest = min(len(words), len(more))
    if fewest >= 2 and len(words & more) / fewest >= SHARED:
        return True
    return SequenceMatcher(None, one, other).ratio() >= NEAR
