"""What people do with projects, participations, groups, ideas and the board.

Refusals that depend on the moment are ValidationErrors with a sentence for the page; what a person may never do is a
PermissionDenied with one.
"""

from .groups import agree_group_membership, invite_to_group, leave_group
from .ideas import forget_idea, save_idea, share_shelf, stop_sharing_shelf
from .listings import close_listing, hide_listing, open_listing, show_listing
from .participations import (
    confirm_participation,
    decline_participation,
    leave_project,
    name_partner,
    remove_partner,
    tell_part,
)
from .projects import EditedMeanwhile, follow_suit, save_draft, start_draft
from .publishing import (
    AlreadyDecided,
    approve_project,
    ask_for_changes,
    read_project,
    restore_project,
    send_for_publication,
    unpublish_project,
    withdraw_project,
)
from .reviews import archive_project, confirm_part_still_right, confirm_project_still_right, tell_how_it_stands

__all__ = [
    "AlreadyDecided",
    "EditedMeanwhile",
    "agree_group_membership",
    "approve_project",
    "archive_project",
    "ask_for_changes",
    "close_listing",
    "confirm_participation",
    "confirm_part_still_right",
    "confirm_project_still_right",
    "decline_participation",
    "follow_suit",
    "hide_listing",
    "show_listing",
    "forget_idea",
    "invite_to_group",
    "leave_group",
    "leave_project",
    "name_partner",
    "open_listing",
    "read_project",
    "remove_partner",
    "restore_project",
    "save_draft",
    "save_idea",
    "send_for_publication",
    "share_shelf",
    "start_draft",
    "stop_sharing_shelf",
    "tell_how_it_stands",
    "tell_part",
    "unpublish_project",
    "withdraw_project",
]
