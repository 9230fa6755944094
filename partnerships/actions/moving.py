"""Moving a project from one state to another along PROJECT_MOVES: the one place where `state` is written."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnerships.figures import forget_figures
from partnerships.models import Project, ProjectState
from partnerships.publishable import missing_sides
from partnerships.search import refresh_search_text

MIRRORED = [
    "state",
    "moderator_note",
    "handed_over_at",
    "sent_at",
    "published_at",
    "read_at",
    "last_confirmed_on",
    "version",
]


def move(project: Project, state: str, *, by, reason: str) -> None:
    """Change the state along PROJECT_MOVES, with its dates, say so in the history, and let search know at once."""
    if not project.may_move_to(state):
        raise ValidationError(f"A project that is “{project.get_state_display().lower()}” cannot become “{state}”.")
    project.state = state
    if state == ProjectState.PUBLIC:
        project.published_at = project.published_at or timezone.now()
    keep(project, by, reason, MIRRORED)
    refresh_search_text(project)
    transaction.on_commit(forget_figures)


def keep(project: Project, by, reason: str, fields: list[str]) -> None:
    """Write these fields, and into the history who did it and why."""
    project._history_user, project._change_reason = by, reason
    project.save(update_fields=[*fields, "updated_at"])


def to_be_read_again(project: Project) -> None:
    """A moderator looks at what changed on a page that everybody can read. `project` is held."""
    if project.is_readable and project.read_at:
        project.read_at = None
        project.save(update_fields=["read_at", "updated_at"])


def hide_if_one_sided(project: Project, by) -> bool:
    """Take down what everybody could read when the last school of one side has said no: alone it is no partnership.

    `project` is held. True where it was taken down; its school names another partner and sends it again.
    """
    if not project.is_readable or not list(missing_sides(project)):
        return False
    move(project, ProjectState.UNPUBLISHED, by=by, reason="Nobody stands on the other side any more")
    return True
