"""Conversations between two schools, and concerns about what people see here."""

from .enquiries import Answer, Enquiry, HeldEnquiry, Message, Outcome, ReadMark, Standing
from .limits import Block, Freeze
from .reaching import Attempt, Step
from .reports import RANK, URGENT, Decision, Report, ReportReading, ReportReason, ReportRecord

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
