"""Files in the storage: put there, taken away, and swept up where nobody points at them any more.

An app that keeps files under a folder of its own says which names it still needs:

    @keeps("photos")
    def photos_in_use() -> set[str]: ...
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import timezone

# A file younger than this may belong to a row that is being written just now.
LEAST_AGE = timedelta(hours=6)
NOT_KEPT = "We could not keep the file just now. Nothing was saved. Try again in some minutes."
FOLDERS: dict[str, Callable[[], set[str]]] = {}


def store_troubles() -> tuple[type[Exception], ...]:
    """What is raised when the store can neither keep nor give a file just now: a full disk, a bucket that is away."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:  # files lie in a folder of this machine
        return (OSError,)
    return OSError, BotoCoreError, ClientError


class StoreAway(Exception):
    """The store can give no file just now. Visitors get the page for 503 (schools_together/errors.py)."""


def content_of(name: str) -> bytes:
    """The whole file `name` of the storage. Raises Http404 where there is none, StoreAway where nobody can tell."""
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        raise Http404("No such file.") from None
    except store_troubles() as trouble:
        raise StoreAway(str(trouble)) from trouble


def keeps(folder: str) -> Callable:
    """Registers the function that names every file below `folder` that is still needed."""

    def register(function: Callable[[], set[str]]) -> Callable[[], set[str]]:
        if FOLDERS.setdefault(folder, function) is not function:
            raise ValueError(f"Two functions keep “{folder}”.")
        return function

    return register


def sweep(least_age: timedelta = LEAST_AGE) -> int:
    """Delete every file that no row names and that is not quite new; returns how many."""
    young = timezone.now() - least_age
    swept = 0
    for folder, in_use in FOLDERS.items():
        found = list(files_below(folder))
        needed = in_use() if found else set()
        for name in found:
            if name not in needed and default_storage.get_modified_time(name) < young:
                default_storage.delete(name)
                swept += 1
    return swept


def files_below(folder: str) -> Iterator[str]:
    """The names of all files under a folder of the storage, whatever storage it is."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from files_below(f"{folder}/{inner}")
