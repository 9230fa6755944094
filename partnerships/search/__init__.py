"""Finding projects: one question (Criteria), one answer (search), and what keeps the index true."""

from .answer import Answer, Correction, Loosening
from .asking import PlacedProject, all_ids, loosenings, points, search
from .criteria import FACETS, MILES, Criteria
from .engine import find_projects
from .index import refresh_search_text

__all__ = [
    "FACETS",
    "MILES",
    "Answer",
    "Correction",
    "Criteria",
    "Loosening",
    "PlacedProject",
    "all_ids",
    "find_projects",
    "loosenings",
    "points",
    "refresh_search_text",
    "search",
]
