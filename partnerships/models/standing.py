"""How a project stands: between its school and the public, and in the world."""

from django.db import models


class ProjectState(models.TextChoices):
    """Where a project stands between its school and the public."""

    DRAFT = "draft", "Draft"
    WAITING = "waiting", "Waiting for a moderator"
    CHANGES = "changes", "Changes asked for"
    PUBLIC = "public", "Public"
    UNPUBLISHED = "unpublished", "Unpublished"
    ARCHIVED = "archived", "Archived, not confirmed for two years"


# Who moves them: a lead sends; a moderator approves, asks for changes, unpublishes; the night archives what nobody has
# confirmed for two years, and a lead's word brings it back. Drawn in docs/data.md.
PROJECT_MOVES = {
    ProjectState.DRAFT: {ProjectState.WAITING, ProjectState.PUBLIC},
    ProjectState.WAITING: {ProjectState.PUBLIC, ProjectState.CHANGES, ProjectState.DRAFT, ProjectState.UNPUBLISHED},
    ProjectState.CHANGES: {ProjectState.WAITING},
    ProjectState.PUBLIC: {ProjectState.UNPUBLISHED, ProjectState.CHANGES, ProjectState.ARCHIVED},
    ProjectState.UNPUBLISHED: {ProjectState.PUBLIC, ProjectState.WAITING},
    ProjectState.ARCHIVED: {ProjectState.PUBLIC, ProjectState.UNPUBLISHED},
}
# Everybody may read these: what is public, and at its old address what has been archived.
READABLE = (ProjectState.PUBLIC, ProjectState.ARCHIVED)


class Lifecycle(models.TextChoices):
    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"


# A lead says how it stands in the world. What has ended may begin again.
LIFECYCLE_MOVES = {
    Lifecycle.PLANNED: {Lifecycle.RUNNING, Lifecycle.ENDED},
    Lifecycle.RUNNING: {Lifecycle.PAUSED, Lifecycle.ENDED},
    Lifecycle.PAUSED: {Lifecycle.RUNNING, Lifecycle.ENDED},
    Lifecycle.ENDED: {Lifecycle.RUNNING},
}
