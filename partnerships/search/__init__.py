"""Finding projects: one question (Criteria), its answer (search), and what a project is found by (index)."""

from .answer import Answer, Correction, Loosening
from .asking import Kin, all_ids, first_ids, kindred, loosenings, points, search
from .criteria import FACETS, Criteria
from .index import refresh_search_text

__all__ = [
    "FACETS",
    "Answer",
    "Correction",
    "Criteria",
    "Kin",
    "Loosening",
    "all_ids",
    "first_ids",
    "kindred",
    "loosenings",
    "points",
    "refresh_search_text",
    "search",
]
