"""What people do with enquiries and concerns. Refusals that depend on the moment are ValidationErrors with a
sentence for the form; what a person may never do is a PermissionDenied.
"""

from .blocks import block_school, end_freeze, freeze_school, unblock_school
from .holds import read_held_message, refuse_enquiry, release_enquiry
from .opening import open_enquiry, school_behind
from .reports import close_report, read_reported_message, report_concern, settled_along, undo_decision
from .talking import answer_enquiry, mark_read, put_away, say_what_came, show_name, side_of, write_message

__all__ = [
    "answer_enquiry",
    "block_school",
    "close_report",
    "end_freeze",
    "freeze_school",
    "mark_read",
    "open_enquiry",
    "put_away",
    "read_held_message",
    "read_reported_message",
    "refuse_enquiry",
    "release_enquiry",
    "report_concern",
    "settled_along",
    "say_what_came",
    "school_behind",
    "show_name",
    "side_of",
    "unblock_school",
    "undo_decision",
    "write_message",
]
