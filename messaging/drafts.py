"""What somebody has typed and not sent yet, kept in the session: a log-in that had ended loses nothing.

An entry is dropped once its words are sent, or when KEPT_FOR has passed. Only pages that write keep or drop entries.
"""

import time

from django.http import HttpRequest, QueryDict

KEY = "typed_words"
KEPT_FOR = 24 * 3600
MOST = 5  # unsent texts of one person
FIELDS = ("text", "for_whom", "wanted_when", "hurdles", "is_unnamed", "from_school")
LONGEST = 4000


def keep(request: HttpRequest, typed: QueryDict) -> None:
    """Keep what was typed on this page; the oldest give way."""
    words = {name: typed[name][:LONGEST] for name in FIELDS if typed.get(name)}
    kept = {path: one for path, one in request.session.get(KEY, {}).items() if path != request.path}
    if words.get("text"):
        kept[request.path] = {"at": int(time.time()), "words": words}
    request.session[KEY] = dict(list(kept.items())[-MOST:])


def kept(request: HttpRequest, path: str) -> dict:
    """What was typed on the page at `path` and not sent, or nothing."""
    entry = request.session.get(KEY, {}).get(path)
    return entry["words"] if entry and time.time() - entry["at"] < KEPT_FOR else {}


def drop(request: HttpRequest) -> None:
    """The words of this page are sent."""
    if request.path in request.session.get(KEY, {}):
        request.session[KEY] = {path: one for path, one in request.session[KEY].items() if path != request.path}
