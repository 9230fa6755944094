"""The moderators' desk for people: who waits comes first. Addresses are masked unless somebody may see them by name."""

from . import invitations, people, places  # noqa: F401 - each registers its pages
