"""The text of a project that words are looked up in."""

from partnerships.models import Project
from schools_together.ui.markdown import plain

from .words import fold

OWN_WORDS = (
    "title", "summary", "who", "when", "story", "aims", "need", "background", "takes_people", "takes_rooms",
    "takes_kit", "would_change", "reciprocity", "impact", "disadvantage_focus", "open_to_whom",
)  # fmt: skip


def refresh_search_text(project: Project) -> str:
    """Write anew what words find this project by; called by every action that changes words or names.

    Confirmed names only: a school that has not agreed cannot be found through somebody else's entry.
    Not history: nobody wrote it. Two at once write the same, as it is computed from the stored row.
    """
    text = fold(" \n".join(filter(None, [*_own_words(project), *_taxonomy(project), *_confirmed(project)])))
    Project.objects.filter(pk=project.pk).update(search_text=text)
    project.search_text = text
    return text


def _own_words(project: Project):
    yield from (plain(getattr(project, name)) for name in OWN_WORDS)
    for step in project.steps:
        yield from (step.get("title", ""), step.get("text", ""))
    yield from (project.get_frequency_display(), project.get_scale_display())


def _taxonomy(project: Project):
    if project.category_id:
        yield from (project.category.name, project.category.short_name)
    for things in (project.subjects.all(), project.shares.all()):
        yield from (thing.name for thing in things)
    for stage in project.stages.all():
        yield from (stage.slug, stage.name, stage.label)
    if project.group_id and project.group.is_public:
        yield project.group.name


def _confirmed(project: Project):
    """Names, towns, authorities and kinds of those that stand behind it."""
    for part in project.participations.confirmed().select_related("school__local_authority"):
        yield part.name
        if part.school_id:
            authority = part.school.local_authority
            yield from (part.school.town, authority.name if authority else "", part.school.kind)
            yield part.school.get_region_display()
