"""Finding projects: one question (Criteria), one answer (find_projects), and the text that words are looked up in."""

from .criteria import Criteria
from .engine import find_projects
from .index import refresh_search_text

__all__ = ["Criteria", "find_projects", "refresh_search_text"]
