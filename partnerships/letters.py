"""What leads are told by e-mail about projects: that something waits, and where. Never a partner's name or the text.

Called inside the transaction of the reason.
"""

from datetime import date

from django.urls import reverse

from accounts.models import Membership
from accounts.notices import name_kind, notify, notify_moderators
from schools.models import School
from schools_together.outbox.letters import write_letter

from .links import path_of, works_until
from .models import Participation, ParticipationState, Photo, Project, TakeDown
from .months import UNCONFIRMED_AFTER
from .reviews import review_path

PROJECTS = name_kind("projects", "Our projects", "A moderator decides, a draft is handed to you, a picture is hidden.")
PARTNERS = name_kind("partners", "Taking part", "A school names yours, or answers where you named it.")
REVIEWS = name_kind("reviews", "The yearly check", "Once a year: is an entry of your school still right?")
GROUPS = name_kind("groups", "Partnership groups", "A group names your school, or asks you to coordinate it.")


def leads_of(school: School) -> list[Membership]:
    """The active leads of a school, each once."""
    return list(Membership.objects.active().leads().of_school(school).select_related("user").order_by("pk"))


def tell_leads(project: Project, template: str, subject: str) -> None:
    """To the leads of the posting school, about what a moderator decided."""
    for place in leads_of(project.school):
        _write(f"{template} {project.pk} of {project.updated_at:%Y%m%d%H%M%S%f} to {place.user_id}", place, subject,
               template, project.get_absolute_url(), project)  # fmt: skip


def tell_of_handing_over(project: Project, by) -> None:
    """To the other leads of the posting school: a colleague's draft waits to be read and sent."""
    path = reverse("partnerships:project_edit", args=[project.slug])
    for place in leads_of(project.school):
        if place.user_id != by.pk:
            key = f"project {project.pk} handed over {project.handed_over_at:%Y%m%d%H%M%S%f} to {place.user_id}"
            _write(key, place, f"A draft waits for you: “{project}”", "project_handed_over", path, project)


def ask_waiting_partners(project: Project) -> None:
    """To the leads of every school that the project names and that has not answered."""
    waiting = project.participations.filter(state=ParticipationState.INVITED, school__isnull=False)
    for part in waiting.select_related("school"):
        ask_partner(part)


def ask_partner(part: Participation) -> None:
    """To the leads of one named school: is this true?"""
    if part.school_id is None:
        return
    path = reverse("partnerships:participation_answer", args=[part.project.slug])
    for place in leads_of(part.school):
        key = f"participation {part.pk} asked {part.invited_at:%Y%m%d%H%M%S%f} to {place.user_id}"
        _write(key, place, f"Is this true? “{part.project}”", "participation_asked", path, part.project, PARTNERS)


def ask_office(part: Participation) -> None:
    """To the office of a school where nobody is registered: is this true? The link is the only way in."""
    _write_office(part, "asked", f"Is this true? “{part.project}”", "participation_link")


def tell_office(part: Participation) -> None:
    """To the office, after a yes through its link: so that nobody speaks for a school behind its back."""
    _write_office(part, "confirmed", f"Your school has confirmed “{part.project}”", "participation_link_confirmed")


def tell_of_answer(part: Participation, is_hidden: bool) -> None:
    """To the leads of the posting school: a partner has answered. Who and what, they read on the site.

    `is_hidden` says that it was the last of its side, and the entry is public no longer.
    """
    path = reverse("partnerships:project_partners", args=[part.project.slug])
    for place in leads_of(part.project.school):
        if place.user_id == part.answered_by_id:
            continue
        key = f"participation {part.pk} answered {part.answered_at:%Y%m%d%H%M%S%f} to {place.user_id}"
        _write(
            key,
            place,
            f"“{part.project}” needs another partner"
            if is_hidden
            else f"A partner has answered about “{part.project}”",
            "participation_last_no" if is_hidden else "participation_answered",
            path,
            part.project,
            PARTNERS,
        )


def ask_for_review(school: School, due: list, today: date) -> None:
    """To each lead of a school: is this still right? One entry by its signed link, several by the list of all."""
    for place in leads_of(school):
        if len(due) == 1:
            [one] = due
            project, path = one.part.project, review_path(one.part, place.user, one.checked_on)
            subject = f"Is this still right? “{project}”"
        else:
            project, path = due[0].part.project, reverse("partnerships:review_list")
            subject = f"{len(due)} entries of your school: are they still right?"
        context = {
            "path": path,
            "project": project,
            "school": school,
            "count": len(due),
            "is_marked": any(one.months == UNCONFIRMED_AFTER for one in due),
        }
        key = f"reviews of school {school.pk} on {today:%Y%m%d} to {place.user_id}"
        notify(place.user, REVIEWS, key=key, subject=subject, template="review_asked", context=context)


def _write_office(part: Participation, what: str, subject: str, template: str) -> None:
    context = {"path": path_of(part), "project": part.project, "school": part.school, "until": works_until(part)}
    key = f"link {part.link_key[:8]} of participation {part.pk} {what}"
    write_letter(key=key, to=part.link_to, subject=subject, template=template, context=context)


def tell_of_held_photo(asked: TakeDown) -> None:
    """To the leads of the school and to every moderator: a picture is hidden. Who asked, only moderators read."""
    project = asked.photo.project
    path = reverse("partnerships:project_pictures", args=[project.slug])
    for place in leads_of(project.school):
        _write(f"photo held {asked.pk} to {place.user_id}", place, f"A picture of “{project}” is hidden", "photo_held",
               path, project)  # fmt: skip
    desk = reverse("admin:partnerships_project_change", args=[project.pk])
    subject = "Somebody asked us to take a picture down"
    notify_moderators(
        key=f"photo held {asked.pk} desk", subject=subject, template="photo_held_desk", context={"path": desk}
    )


def tell_of_expired_photo(photo: Photo) -> None:
    """To the leads of the school: the consent has ended, and the picture is gone."""
    path = reverse("partnerships:project_pictures", args=[photo.project.slug])
    for place in leads_of(photo.project.school):
        _write(f"photo expired {photo.pk} to {place.user_id}", place, f"A picture of “{photo.project}” is removed",
               "photo_expired", path, photo.project)  # fmt: skip


def _write(
    key: str, place: Membership, subject: str, template: str, path: str, project: Project, kind: str = PROJECTS
) -> None:
    context = {"path": path, "project": project, "school": place.school}
    notify(place.user, kind, key=key, subject=subject, template=template, context=context)
