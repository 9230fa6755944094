"""Making all entries anew from the projects: after an import, a change of synonyms, and once a night."""

from collections import Counter
from collections.abc import Iterator
from itertools import batched

from django.db import transaction

from partnerships.marking import mend_marks
from partnerships.models import Project, SearchEntry, SearchWord

from . import engines
from .index import entry_of, for_indexing, number_changes, public_words, words_in
from .words import thesaurus

BATCH = 500
COMPARED = (*engines.COLUMNS, "facets", "points", "published", "checked", "partners", "is_gone")


def reindex() -> Iterator[tuple[int, int]]:
    """Compare every entry with its project and write those that differ; yields (projects seen, entries written).

    Safe while the site runs: each batch holds its projects, as the actions do, and is a transaction of its own.
    Twice writes nothing the second time.
    """
    seen = written = 0
    uses: Counter[str] = Counter()
    last = 0
    while batch := list(Project.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = batch[-1]
        with transaction.atomic():
            written += _mend_batch(batch, uses)
        number_changes()
        seen += len(batch)
        yield seen, written
    with transaction.atomic():
        _keep_words(uses)
    mend_marks()


def reindex_projects(pks: list[int]) -> int:
    """The same for these projects alone; returns how many entries were written."""
    written = 0
    for batch in batched(sorted(set(pks)), BATCH):
        uses: Counter[str] = Counter()
        with transaction.atomic():
            written += _mend_batch(list(batch), uses)
            words = [SearchWord(word=word) for word in sorted(uses)]
            SearchWord.objects.bulk_create(words, ignore_conflicts=True, batch_size=500)
        number_changes()
    return written


def _mend_batch(pks: list[int], uses: Counter) -> int:
    """Write the entries of one batch that are not as they should be; returns how many."""
    list(Project.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    known = thesaurus()
    stored = SearchEntry.objects.in_bulk(pks)
    right = {project.pk: project for project in for_indexing(Project.objects.public().filter(pk__in=pks))}
    entries, changes = [], []
    for pk in pks:
        project, before = right.get(pk), stored.get(pk)
        if project is not None:
            uses.update(public_words(project))
        if project is None and (before is None or before.is_gone):
            continue
        entry = entry_of(project, known) if project else SearchEntry(project_id=pk, is_gone=True)
        if before is not None and all(getattr(before, name) == getattr(entry, name) for name in COMPARED):
            continue
        entries.append(entry)
        old = words_in(before) if before and not before.is_gone else None
        changes.append((pk, old, words_in(entry) if project else None))
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["project"], update_fields=["stamp", *COMPARED]
    )
    engines.replace_words(changes)
    return len(entries)


def _keep_words(uses: Counter) -> None:
    """The words that misspelt ones are led to: those that public entries hold, with how many do."""
    SearchWord.objects.update(uses=0)
    rows = [SearchWord(word=word, uses=number) for word, number in uses.items()]
    SearchWord.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, update_fields=["uses"], unique_fields=["word"]
    )
    SearchWord.objects.filter(uses=0).delete()
