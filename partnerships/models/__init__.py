"""The nouns of the directory, one module each."""

from .agreements import COMMITMENTS, AgreementCard
from .decisions import ApprovedVersion, Decision, DecisionKind, ReplyTemplate
from .groups import CoordinatorOffer, Group, GroupMember, GroupMemberState
from .ideas import Idea, SharedShelf
from .listings import Listing, ListingKind, ListingState
from .participations import PARTICIPATION_MOVES, Participation, ParticipationRole, ParticipationState
from .photos import PHOTO_MOVES, Document, Photo, PhotoState, TakeDown, TakeDownReason
from .projects import (
    LIFECYCLE_MOVES,
    PROJECT_MOVES,
    Basis,
    Cost,
    Direction,
    Frequency,
    Lifecycle,
    Project,
    ProjectState,
    RiskAssessment,
    Scale,
    Setting,
    Supervision,
    YearFigures,
)
from .reviews import ReviewNudge
from .taxonomy import Category, SharedThing, Stage, Subject, Synonym

__all__ = [
    "ApprovedVersion",
    "Decision",
    "DecisionKind",
    "ReplyTemplate",
    "LIFECYCLE_MOVES",
    "COMMITMENTS",
    "AgreementCard",
    "PARTICIPATION_MOVES",
    "PROJECT_MOVES",
    "Basis",
    "Category",
    "CoordinatorOffer",
    "Cost",
    "Direction",
    "Document",
    "Frequency",
    "Group",
    "GroupMember",
    "GroupMemberState",
    "Idea",
    "Lifecycle",
    "Listing",
    "ListingKind",
    "ListingState",
    "Participation",
    "ParticipationRole",
    "ParticipationState",
    "PHOTO_MOVES",
    "Photo",
    "PhotoState",
    "TakeDown",
    "TakeDownReason",
    "Project",
    "ProjectState",
    "ReviewNudge",
    "RiskAssessment",
    "Scale",
    "Setting",
    "SharedShelf",
    "SharedThing",
    "Stage",
    "Subject",
    "Supervision",
    "Synonym",
    "YearFigures",
]
