"""What projects, groups and the board keep about a person."""

from accounts.keeping import keeps
from accounts.ledger import AGAIN

from .actions import remove_documents_again, take_away_again
from .models import (
    AgreementCard,
    Alert,
    CoordinatorOffer,
    Decision,
    Document,
    Group,
    GroupMember,
    Idea,
    Listing,
    Participation,
    Photo,
    Project,
    SharedShelf,
    TakeDown,
)

AGAIN["Pictures taken away again"] = take_away_again
AGAIN["Documents removed again"] = remove_documents_again

keeps(Idea, "Projects you saved", mine=["user"], goes=["user"], shown=["project", "note", "saved_at"])
keeps(
    Alert, "Alerts that you asked for", mine=["user", "email"], goes=["user", "email"],
    shown=["words", "school", "rhythm", "asked_at", "confirmed_at"], own_words=["words"],
)  # fmt: skip
keeps(SharedShelf, "The link by which you share them", mine=["user"], goes=["user"], shown=["token", "shared_at"])
keeps(CoordinatorOffer, "Groups that ask you to coordinate", mine=["user"], goes=["user"], unnamed=["offered_by"],
      shown=["group", "offered_at"])  # fmt: skip
keeps(
    Group, "Groups that you coordinate", mine=["coordinators"], unnamed=["coordinators"], shown=["name"],
    stays="The page of a group that you coordinate stays with its schools. If you are its only coordinator, our "
    "moderators look for another.",
)  # fmt: skip
keeps(
    Project, "Projects that you began", mine=["created_by"], unnamed=["created_by"],
    shown=["title", "summary", "school", "state", "created_at"],
    stays="Projects stay with their school, which tells what it did. They never showed your name.",
)  # fmt: skip
keeps(
    Participation, "Your school’s word on a project, given by you", mine=["answered_by"], unnamed=["answered_by"],
    shown=["project", "school", "state", "answered_at", "decline_reason"], others=["link_to"],
    stays="Your school’s word on a project, without who gave it.",
)  # fmt: skip
keeps(
    AgreementCard, "Agreements that you gave for your school", mine=["posting_agreed_by", "named_agreed_by"],
    unnamed=["posting_agreed_by", "named_agreed_by"], shown=["participation", "posting_agreed_at", "named_agreed_at"],
    stays="Agreements between schools, without who gave them.",
)  # fmt: skip
keeps(GroupMember, "Groups that you agreed to for your school", mine=["agreed_by"], unnamed=["agreed_by"],
      shown=["group", "school", "agreed_at"])  # fmt: skip
keeps(
    Listing, "Needs and offers that you posted", mine=["created_by"], unnamed=["created_by"],
    shown=["title", "text", "school", "created_at"],
    stays="Needs and offers stay with their school. They never showed your name.",
)  # fmt: skip
keeps(
    Photo, "Pictures for which you recorded consent", mine=["consent_by"], unnamed=["consent_by"],
    shown=["project", "alt", "caption", "consent_at"],
    stays="Pictures of projects, and the day on which consent was recorded, without who recorded it.",
)  # fmt: skip
keeps(
    Document,
    "Files that you added",
    mine=["added_by"],
    unnamed=["added_by"],
    shown=["project", "group", "title", "added_at"],
)
keeps(
    TakeDown, "Requests to take a picture down", mine=["reply_to"], unnamed=["reply_to"],
    shown=["reason", "words", "reply_to", "asked_at"],
    stays="That a picture was asked to be taken down, and why, without your address.",
)  # fmt: skip
keeps(
    Decision, "What you decided about projects as a moderator", mine=["by"], others=["by"],
    shown=["title", "kind", "at", "note"],
    stays="What you decided as a moderator, under the number of an account that is gone: decisions are never changed.",
)  # fmt: skip
