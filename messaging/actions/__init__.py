"""What people do with enquiries and concerns. Refusals that depend on the moment are ValidationErrors with a
sentence for the form; what a person may never do is a PermissionDenied.
"""

from .enquiries import answer_enquiry, block_school, mark_read, open_enquiry, unblock_school, write_message
from .reports import close_report, read_reported_message, report_concern

__all__ = [
    "answer_enquiry",
    "block_school",
    "close_report",
    "mark_read",
    "open_enquiry",
    "read_reported_message",
    "report_concern",
    "unblock_school",
    "write_message",
]
