"""Advice pages: written by hand in data/advice/, one JSON file each, read once."""

import json
from functools import cache

from django.conf import settings


@cache
def advice_pages() -> dict[str, dict]:
    """Every advice page by its slug, in reading order: title, summary, sections and sources."""
    files = sorted((settings.BASE_DIR / "data" / "advice").glob("*.json"))
    pages = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {page["slug"]: page for page in sorted(pages, key=lambda page: page["order"])}
