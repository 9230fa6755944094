"""Who may do what with projects, participations, groups and the board.

Every predicate takes a user (perhaps anonymous) and a thing, and answers yes or no. Templates ask the same ones.
"""

from accounts.models import Membership
from accounts.permissions import is_lead, is_member, is_moderator
from schools.models import School

from .models import (
    Document,
    Group,
    GroupMember,
    Listing,
    Participation,
    ParticipationState,
    Photo,
    Project,
    ProjectState,
)


def can_start_project(user, school: School) -> bool:
    """Contributors and leads write drafts for their own school."""
    return is_member(user, school)


def can_edit_project(user, project: Project) -> bool:
    """Who keeps it, and members of the school that shares a draft, until it is sent.

    Moderators ask for changes instead: they never change somebody's words.
    """
    return can_keep_project(user, project) or (project.is_shared_draft and is_member(user, project.shared_with))


def can_keep_project(user, project: Project) -> bool:
    """Members of the posting school; its leads alone once the words are public, since saving publishes them.

    They alone take partners off, choose the host and delete a draft.
    """
    return is_lead(user, project.school) if project.is_readable else is_member(user, project.school)


def can_send_project(user, project: Project) -> bool:
    """Leads of the posting school put their school's name to it."""
    return is_lead(user, project.school)


def can_moderate_projects(user) -> bool:
    """Moderators approve, ask for changes and unpublish."""
    return is_moderator(user)


def can_moderate_project(user, project: Project) -> bool:
    """Moderators who belong to none of its schools: nobody decides about what their own school has written."""
    return is_moderator(user) and not belongs_to_a_school_of(user, project)


def belongs_to_a_school_of(user, project: Project) -> bool:
    """Whether this person has an active place at the posting school or at one that the project names."""
    named = project.participations.filter(state__in=[ParticipationState.INVITED, ParticipationState.CONFIRMED])
    schools = [project.school_id, *named.filter(school__isnull=False).values_list("school", flat=True)]
    return Membership.objects.active().of_user(user).filter(school__in=schools).exists()


def can_see_photo(user, photo: Photo) -> bool:
    """A picture that is not public yet, or is held: the posting school, one that shares the draft, and moderators."""
    return is_moderator(user) or is_member(user, photo.project.school) or can_edit_project(user, photo.project)


def can_remove_photo(user, photo: Photo) -> bool:
    """Every member of the posting school, contributors too: what should not be there goes first, talk comes later."""
    edits = is_member(user, photo.project.school) or can_edit_project(user, photo.project)
    return edits or can_moderate_project(user, photo.project)


def can_add_document(user, owner: Project | Group) -> bool:
    """Whoever may change the page: members of the posting school, or coordinators of the group."""
    return can_edit_project(user, owner) if isinstance(owner, Project) else can_coordinate_group(user, owner)


def can_moderate_document(user, document: Document) -> bool:
    """Moderators who have no part in its project, and do not coordinate its group."""
    if document.project:
        return can_moderate_project(user, document.project)
    return is_moderator(user) and not can_coordinate_group(user, document.group)


def can_remove_document(user, document: Document) -> bool:
    """Every member of the posting school, or of one that shares the draft, every coordinator, and moderators: what
    should not be there goes first.
    """
    project = document.project
    if project and (is_member(user, project.school) or can_edit_project(user, project)):
        return True
    return bool(document.group and can_coordinate_group(user, document.group)) or can_moderate_document(user, document)


def can_see_document(user, document: Document) -> bool:
    """One that is not public: those who may remove it, and moderators."""
    return is_moderator(user) or can_remove_document(user, document)


def can_answer_participation(user, part: Participation) -> bool:
    """A lead of the named school: its own word alone counts. A moderator speaks for an organisation, which has no
    account here, after hearing from it.
    """
    if part.school_id is None:
        return is_moderator(user)
    return is_lead(user, part.school)


def can_tell_part(user, part: Participation) -> bool:
    """What a school gives and gains is its own members' to say."""
    return bool(part.school_id) and is_member(user, part.school)


def can_propose_part(user, part: Participation) -> bool:
    """Who may edit the project proposes what a partner gives and gains until it has confirmed. An organisation has no
    account here, so its words stay with them.
    """
    if part.school_id == part.project.school_id or not part.is_standing:
        return False
    return (part.school_id is None or not part.is_confirmed) and can_edit_project(user, part.project)


def can_post_listing(user, school: School) -> bool:
    """Contributors and leads post needs and offers for their own school."""
    return is_member(user, school)


def can_close_listing(user, listing: Listing) -> bool:
    """Members of the school that posted it."""
    return is_member(user, listing.school)


def can_coordinate_group(user, group: Group) -> bool:
    """The group's coordinators."""
    return user.is_authenticated and user.is_active and group.coordinators.filter(pk=user.pk).exists()


def can_agree_group_membership(user, member: GroupMember) -> bool:
    """A lead of the member school, never the coordinator in its place."""
    return is_lead(user, member.school)


def sides_of(part: Participation) -> list[School]:
    """The two schools of an agreement card; none where there are no two."""
    return [part.project.school, part.school] if part.school_id and part.school_id != part.project.school_id else []


def can_read_card(user, part: Participation) -> bool:
    """Members of the two schools, the named one once the project was sent to it; moderators are none of the two."""
    if not sides_of(part):
        return False
    asked = part.project.state != ProjectState.DRAFT
    return is_member(user, part.project.school) or (asked and is_member(user, part.school))


def can_fill_card(user, part: Participation) -> bool:
    """The same people, while the school has neither left nor said no."""
    standing = (ParticipationState.INVITED, ParticipationState.CONFIRMED)
    return part.state in standing and can_read_card(user, part)


def can_agree_card(user, part: Participation, school: School) -> bool:
    """A lead of that very school, while the card may be filled; a school agrees once it stands behind the project."""
    return is_lead(user, school) and part.state == ParticipationState.CONFIRMED and can_read_card(user, part)
