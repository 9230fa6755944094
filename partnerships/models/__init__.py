"""The nouns of the directory, one module each."""

from .agreements import COMMITMENTS, AgreementCard
from .alerts import Alert, AlertMatch, Rhythm
from .answers import Basis, Cost, Direction, Frequency, RiskAssessment, Scale, Setting, Supervision
from .decisions import ApprovedVersion, Decision, DecisionKind, ReplyTemplate
from .documents import Document, DocumentState
from .groups import CoordinatorOffer, Group, GroupMember, GroupMemberState
from .ideas import Idea, SharedShelf
from .listings import Listing, ListingKind, ListingState
from .participations import PARTICIPATION_MOVES, Participation, ParticipationRole, ParticipationState
from .photos import PHOTO_MOVES, Photo, PhotoState, TakeDown, TakeDownReason
from .projects import Project
from .reviews import ReviewNudge
from .searching import SearchCounter, SearchEntry, SearchWord
from .standing import LIFECYCLE_MOVES, PROJECT_MOVES, Lifecycle, ProjectState
from .taxonomy import Category, SharedThing, Stage, Subject, Synonym
from .view_counts import ViewCount
from .years import YearFigures

__all__ = [
    "AgreementCard",
    "Alert",
    "AlertMatch",
    "ApprovedVersion",
    "Basis",
    "COMMITMENTS",
    "Category",
    "CoordinatorOffer",
    "Cost",
    "Decision",
    "DecisionKind",
    "Direction",
    "Document",
    "DocumentState",
    "Frequency",
    "Group",
    "GroupMember",
    "GroupMemberState",
    "Idea",
    "LIFECYCLE_MOVES",
    "Lifecycle",
    "Listing",
    "ListingKind",
    "ListingState",
    "PARTICIPATION_MOVES",
    "PHOTO_MOVES",
    "PROJECT_MOVES",
    "Participation",
    "ParticipationRole",
    "ParticipationState",
    "Photo",
    "PhotoState",
    "Project",
    "ProjectState",
    "ReplyTemplate",
    "ReviewNudge",
    "Rhythm",
    "RiskAssessment",
    "Scale",
    "SearchCounter",
    "SearchEntry",
    "SearchWord",
    "Setting",
    "SharedShelf",
    "SharedThing",
    "Stage",
    "Subject",
    "Supervision",
    "Synonym",
    "TakeDown",
    "TakeDownReason",
    "ViewCount",
    "YearFigures",
]
