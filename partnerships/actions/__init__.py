"""What people do with projects, participations, groups, ideas and the board.

Refusals that depend on the moment are ValidationErrors with a sentence for the page; what a person may never do is a
PermissionDenied with one.
"""

from .coordinators import (
    accept_coordination,
    decline_coordination,
    offer_coordination,
    step_down_from_group,
    withdraw_coordination,
)
from .groups import agree_group_membership, edit_group, invite_to_group, leave_group, remove_from_group
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
    "accept_coordination",
    "agree_group_membership",
    "approve_project",
    "archive_project",
    "ask_for_changes",
    "close_listing",
    "confirm_participation",
    "confirm_part_still_right",
    "confirm_project_still_right",
    "decline_coordination",
    "decline_participation",
    "edit_group",
    "follow_suit",
    "hide_listing",
    "show_listing",
    "forget_idea",
    "invite_to_group",
    "leave_group",
    "leave_project",
    "name_partner",
    "offer_coordination",
    "open_listing",
    "read_project",
    "remove_from_group",
    "remove_partner",
    "restore_project",
    "save_draft",
    "save_idea",
    "send_for_publication",
    "share_shelf",
    "start_draft",
    "step_down_from_group",
    "stop_sharing_shelf",
    "tell_how_it_stands",
    "tell_part",
    "unpublish_project",
    "withdraw_coordination",
    "withdraw_project",
]
