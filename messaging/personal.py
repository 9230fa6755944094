"""What conversations and concerns keep about a person."""

from accounts.keeping import keeps

from .models import Block, Enquiry, Freeze, Message, ReadMark, Report, ReportReading, ReportRecord

keeps(
    Message, "Messages that you wrote", mine=["author"], unnamed=["author"],
    shown=["enquiry", "school", "text", "sent_at"],
    stays="Messages that you wrote stay in the conversation, under “former staff member”: they belong to the other "
    "school, too.",
)  # fmt: skip
keeps(
    Enquiry, "Conversations that you opened or answered", mine=["opened_by", "answered_by"],
    unnamed=["opened_by", "answered_by", "outcome_by"],
    # not from_school: who has only answered may not know yet who asks
    shown=["subject", "to_school", "opened_at", "answer", "answer_reason", "answered_at"],
)  # fmt: skip
keeps(ReadMark, "How far you have read", mine=["user"], goes=["user"], shown=["enquiry", "read_at"])
keeps(
    Report, "Concerns that you reported", mine=["reporter", "reply_to"], unnamed=["reporter", "reply_to", "closed_by"],
    shown=["page", "reason", "text", "reply_to", "reported_at", "closed_at"],
    stays="A concern that you reported, without your name and address: so that it is still looked into.",
)  # fmt: skip
keeps(
    ReportReading, "Reported messages that you read as a moderator", mine=["moderator"], unnamed=["moderator"],
    shown=["read_at"], stays="That a moderator has read a reported message, without who it was.",
)  # fmt: skip
keeps(Block, "Schools that you blocked for your school", mine=["blocked_by"], unnamed=["blocked_by"],
      shown=["school", "enquiry", "blocked_at"])  # fmt: skip
keeps(
    ReportRecord, "What you did as a moderator", mine=["moderator"], unnamed=["moderator"],
    shown=["done_at", "deed", "why"], stays="What was decided as a moderator, without who it was.",
)  # fmt: skip
keeps(Freeze, "Schools that you stopped from writing as a moderator", mine=["begun_by", "ended_by"],
      unnamed=["begun_by", "ended_by"], shown=["school", "begun_at", "ended_at"])  # fmt: skip
