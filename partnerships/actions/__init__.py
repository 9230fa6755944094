"""What people do with projects, participations, groups, ideas and the board.

Refusals that depend on the moment are ValidationErrors with a sentence for the page; what a person may never do is a
PermissionDenied with one.
"""

from .agreements import agree_card, save_card
from .alerts import ask_for_alert, confirm_alert, end_alert, keep_alert, tell_alert
from .answering import confirm_participation, decline_participation, leave_project, tell_part
from .coordinators import (
    accept_coordination,
    decline_coordination,
    offer_coordination,
    step_down_from_group,
    withdraw_coordination,
)
from .deciding import decide_piece, feature_project, merge_project, undo_decision
from .documents import add_document, remove_document, remove_documents_again, show_document
from .freezing import hide_what_was_posted, show_what_was_posted
from .groups import agree_group_membership, edit_group, invite_to_group, leave_group, remove_from_group
from .ideas import forget_idea, save_idea, share_shelf, stop_sharing_shelf
from .links import answer_by_link, ask_by_link, ask_offices, may_ask_by_link, withdraw_link
from .listings import close_listing, hide_listing, open_listing, show_listing
from .participations import choose_own_role, name_partner, propose_part, refuse_to_propose, remove_partner
from .photos import add_photos, hold_photo, remove_photo, show_photo, take_away_again, tell_photo
from .projects import (
    EditedMeanwhile,
    discard_draft,
    follow_suit,
    hand_on_followers,
    hand_over,
    save_draft,
    start_draft,
)
from .publishing import (
    AlreadyDecided,
    approve_project,
    ask_for_changes,
    hide_until_read,
    is_hidden_by_itself,
    read_project,
    restore_project,
    send_for_publication,
    unpublish_project,
    withdraw_project,
)
from .redacting import redact_project
from .reviews import archive_project, confirm_part_still_right, confirm_project_still_right, tell_how_it_stands

__all__ = [
    "redact_project",
    "hide_until_read",
    "is_hidden_by_itself",
    "hide_what_was_posted",
    "show_what_was_posted",
    "AlreadyDecided",
    "EditedMeanwhile",
    "accept_coordination",
    "add_document",
    "add_photos",
    "agree_card",
    "agree_group_membership",
    "answer_by_link",
    "approve_project",
    "archive_project",
    "ask_by_link",
    "ask_for_alert",
    "ask_for_changes",
    "ask_offices",
    "choose_own_role",
    "close_listing",
    "confirm_alert",
    "confirm_part_still_right",
    "confirm_participation",
    "confirm_project_still_right",
    "decide_piece",
    "decline_coordination",
    "decline_participation",
    "discard_draft",
    "edit_group",
    "end_alert",
    "feature_project",
    "follow_suit",
    "forget_idea",
    "hand_on_followers",
    "hand_over",
    "hide_listing",
    "hold_photo",
    "invite_to_group",
    "keep_alert",
    "leave_group",
    "leave_project",
    "may_ask_by_link",
    "merge_project",
    "name_partner",
    "offer_coordination",
    "open_listing",
    "propose_part",
    "read_project",
    "refuse_to_propose",
    "remove_from_group",
    "remove_partner",
    "remove_document",
    "remove_documents_again",
    "remove_photo",
    "restore_project",
    "save_card",
    "save_draft",
    "save_idea",
    "send_for_publication",
    "share_shelf",
    "show_listing",
    "show_document",
    "show_photo",
    "start_draft",
    "step_down_from_group",
    "stop_sharing_shelf",
    "tell_alert",
    "tell_how_it_stands",
    "take_away_again",
    "tell_part",
    "tell_photo",
    "undo_decision",
    "unpublish_project",
    "withdraw_coordination",
    "withdraw_link",
    "withdraw_project",
]
