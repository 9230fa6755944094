"""What the worker does for projects by the way."""

from datetime import date
from itertools import batched
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from schools.changes import when_schools_change
from schools_together.outbox.jobs import does, write_job
from schools_together.pictures.sizes import Size, sizes_of

from .actions.alerts import tell_alert
from .models import Participation, Photo, PhotoState, ProjectState
from .search.reindexing import reindex, reindex_projects

MOST_TOLD = 5000


@does("photo sizes")
def make_photo_sizes(photo: int) -> None:
    """Write the lighter sizes of a picture. Where it was removed meanwhile, nothing of it stays."""
    row = Photo.objects.kept().filter(pk=photo).first()
    if row is None:
        return
    with row.image.open("rb") as file:
        content = file.read()
    made = [(size.kind, size.width, _keep(row, size)) for size in sizes_of(content)]
    with transaction.atomic():
        stored = Photo.objects.select_for_update(of=("self",)).filter(pk=photo).first()
        if stored and stored.state != PhotoState.REMOVED:
            stored.sizes = [[kind, width] for kind, width, _ in made]
            stored.bytes = len(content) + sum(size for *_, size in made)
            stored.save(update_fields=["sizes", "bytes"])
            return
    for kind, width, _ in made:
        default_storage.delete(f"{row.folder}/{width}.{kind}")


@does("alert")
def look_for_alert(alert: int, day: str) -> None:
    """Tell one alert what is new. Done twice, it finds that it has looked already."""
    tell_alert(pk=alert, today=date.fromisoformat(day))


def _keep(photo: Photo, size: Size) -> int:
    """One file, in the place of one that an earlier try has left; how many bytes it has."""
    name = f"{photo.folder}/{size.width}.{size.kind}"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(size.content))
    return len(size.content)


@when_schools_change
def ask_to_compare_entries(schools: list[int]) -> None:
    """An import has changed schools: what their projects are found by changes at once, not only at night.

    Where that is most of the directory, all of it is compared.
    """
    projects: set[int] = set()
    for some in batched(schools, 1000):
        behind = Participation.objects.confirmed().filter(school__in=some, project__state=ProjectState.PUBLIC)
        projects.update(behind.values_list("project_id", flat=True))
    if len(projects) > MOST_TOLD:
        write_job("reindex", key="reindex")
    elif projects:
        write_job("schools changed", key=f"schools changed {token_hex(8)}", projects=sorted(projects))


@does("schools changed")
def compare_some_entries(projects: list[int]) -> None:
    """Make what these projects are found by anew."""
    reindex_projects(projects)


@does("reindex")
def compare_every_entry() -> None:
    """Make what search finds projects by anew, batch by batch."""
    for _ in reindex():
        pass
