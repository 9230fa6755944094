"""Conversations between two schools, and concerns about what people see here."""

from .enquiries import Enquiry, HeldEnquiry, Message, ReadMark
from .limits import Block, Freeze
from .reaching import Attempt, Step
from .reports import RANK, URGENT, Decision, Report, ReportReading, ReportReason, ReportRecord
from .standing import Answer, Outcome, Standing

__all__ = [
    "RANK",
    "URGENT",
    "Answer",
    "Attempt",
    "Block",
    "Decision",
    "Enquiry",
    "Freeze",
    "HeldEnquiry",
    "Message",
    "Outcome",
    "ReadMark",
    "Report",
    "ReportReading",
    "ReportReason",
    "ReportRecord",
    "Standing",
    "Step",
]
