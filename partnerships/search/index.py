"""Writing what a public project is found by.

A change is written in the transaction of its reason, without a stamp. When that has been committed, changes get their
stamps one transaction after another (SearchCounter is held), so a reader that has seen stamp 7 will never be shown a 6
later. Until then readers take every entry without a stamp. A process that dies in between loses nothing: the next one
numbers what it left.
"""

from datetime import date, datetime
from functools import partial
from itertools import chain

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from partnerships.marking import refresh_marks_of
from partnerships.models import Participation, Project, SearchCounter, SearchEntry, SearchWord

from . import engines
from .words import LONGEST_WORD, SILENT, Thesaurus, thesaurus, tokens_of, words_of

EPOCH = date(1970, 1, 1)
STORY = (
    "who", "when", "story", "aims", "need", "background", "takes_people", "takes_rooms", "takes_kit", "would_change",
    "reciprocity", "impact", "disadvantage_focus", "learned", "open_to_whom",
)  # fmt: skip
OWN_FACETS = ("scale", "frequency", "setting", "cost", "lifecycle")
LISTS = ("subjects", "shares", "stages")
SHORTEST_LED_TO = 4  # letters of a word that a misspelt one may be led to


def refresh_search_text(project: Project) -> None:
    """Write anew what finds this project, or that nothing does; called by every action that changes words or names.

    Confirmed names only: a school that has not agreed cannot be found through somebody else's entry.
    """
    stored = for_indexing(Project.objects.public().filter(pk=project.pk)).first()
    before = SearchEntry.objects.filter(pk=project.pk).first()
    if stored is None and (before is None or before.is_gone):
        return
    known = thesaurus()
    entry = entry_of(stored, known) if stored else SearchEntry(project_id=project.pk, is_gone=True)
    entry.save(force_insert=before is None, force_update=before is not None)
    old = words_in(before) if before and not before.is_gone else None
    engines.replace_words([(project.pk, old, words_in(entry) if stored else None)])
    if stored:
        learn_words(stored)
    transaction.on_commit(number_changes)
    transaction.on_commit(partial(refresh_marks_of, project.pk))


def for_indexing(projects: QuerySet) -> QuerySet:
    """With all that an entry is made of, in a constant number of queries."""
    behind = Participation.objects.confirmed().select_related("school__local_authority")
    return projects.select_related("category", "group").prefetch_related(
        Prefetch("participations", behind.order_by("role", "position", "pk"), to_attr="confirmed"), *LISTS
    )


def entry_of(project: Project, known: Thesaurus) -> SearchEntry:
    """The entry of a public project that came through `for_indexing`; not saved."""
    schools = [part.school for part in project.confirmed if part.school_id]
    return SearchEntry(
        project_id=project.pk,
        title_words=_sorted_words([project.title], known),
        names_words=_sorted_words(_names(project), known),
        story_words=_sorted_words(_story(project), known),
        facets=" ".join(sorted(set(_facets(project, schools)))),
        points=" ".join(f"{one.easting},{one.northing}" for one in schools if one.easting is not None),
        published=microseconds(project.published_at),
        checked=day_number(project.last_confirmed_on),
        partners=sum(not part.is_host for part in project.confirmed),
    )


def words_in(entry: SearchEntry) -> tuple[str, ...]:
    return tuple(getattr(entry, column) for column in engines.COLUMNS)


def microseconds(instant: datetime | None) -> int:
    """Since 1970; 0 for none."""
    return round(instant.timestamp() * 1_000_000) if instant else 0


def day_number(day: date | None) -> int:
    """Days since 1970; 0 for none."""
    return (day - EPOCH).days if day else 0


def _sorted_words(texts, known: Thesaurus) -> str:
    return " ".join(sorted(tokens_of(texts, known)))


def _names(project: Project):
    """Summary, taxonomy, group, and those that stand behind it with their towns, authorities and kinds."""
    yield project.summary
    if project.category_id:
        yield from (project.category.name, project.category.short_name)
    for thing in chain(project.subjects.all(), project.shares.all()):
        yield thing.name
    for stage in project.stages.all():
        yield from (stage.slug, stage.name, stage.label)
    if project.group_id and project.group.is_public:
        yield project.group.name
    yield from (project.get_frequency_display(), project.get_scale_display())
    for part in project.confirmed:
        yield part.name
        if part.school_id:
            authority = part.school.local_authority
            yield from (part.school.town, part.school.locality, authority.name if authority else "", part.school.kind)
            yield part.school.get_region_display()


def _story(project: Project):
    yield from (getattr(project, name) for name in STORY)
    for step in project.steps:
        yield from (step.get("title", ""), step.get("text", ""))
    for part in project.confirmed:
        yield from (part.gives, part.gains)


def _facets(project: Project, schools: list):
    """Every "facet=value" under which it is counted."""
    if project.category_id:
        yield f"category={project.category.slug}"
    for facet, name in (("subject", "subjects"), ("shares", "shares"), ("phase", "stages")):
        for term in getattr(project, name).all():
            yield f"{facet}={term.slug}"
    for facet in OWN_FACETS:
        if value := getattr(project, facet):
            yield f"{facet}={value}"
    if project.open_to_partners:
        yield "open=yes"
    for school in schools:
        yield from (f"region={school.region}", f"sector={school.sector}")
        if school.local_authority_id:
            yield f"authority={school.local_authority.slug}"


def number_changes() -> None:
    """Give a stamp to every change that has none, in a transaction of its own."""
    with transaction.atomic():
        SearchCounter.objects.get_or_create(pk=1)
        counter = SearchCounter.objects.select_for_update().get(pk=1)
        if SearchEntry.objects.filter(stamp=None).update(stamp=counter.value + 1):
            counter.value += 1
            counter.save(update_fields=["value"])


def public_words(project: Project) -> set[str]:
    """The words of a public project as they are written, as far as a misspelt one may be led to them."""
    words: set[str] = set()
    for text in chain([project.title], _names(project), _story(project)):
        words.update(words_of(text or ""))
    return {
        word
        for word in words
        if SHORTEST_LED_TO <= len(word) < LONGEST_WORD and word not in SILENT and not word.isdigit()
    }


def learn_words(project: Project) -> None:
    """Remember the words of a public project. Whether one still finds anything is asked when it is offered, so a word
    that was taken down leads nowhere; the night forgets it.
    """
    rows = [SearchWord(word=word) for word in sorted(public_words(project))]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
