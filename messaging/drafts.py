"""What somebody has typed and not sent yet, kept in the session: a log-in that had ended loses nothing.

The form says who writes in a field `writer`: somebody else who signs in at the same computer is not shown it.
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
    writer = str(request.user.pk) if request.user.is_authenticated else typed.get("writer", "")
    if words.get("text") and writer:
        kept[request.path] = {"at": int(time.time()), "words": words, "writer": writer}
    request.session[KEY] = dict(list(kept.items())[-MOST:])


def kept(request: HttpRequest, path: str) -> dict:
    """What this person typed on the page at `path` and did not send, or nothing."""
    entry = request.session.get(KEY, {}).get(path)
    is_theirs = entry and entry.get("writer") == str(request.user.pk)
    return entry["words"] if is_theirs and time.time() - entry["at"] < KEPT_FOR else {}


def drop(request: HttpRequest) -> None:
    """The words of this page are sent."""
    if request.path in request.session.get(KEY, {}):
        request.session[KEY] = {path: one for path, one in request.session[KEY].items() if path != request.path}
