"""A small directory with one thing of every kind, and everybody who may or may not see it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Invitation, Membership, OfficeCode, Role, User
from messaging.models import Enquiry, Message
from partnerships.actions import ask_for_alert
from partnerships.links import path_of
from partnerships.models import AgreementCard, CoordinatorOffer, Idea, Project, SharedShelf
from partnerships.reviews import review_path
from schools.models import SchoolProfile
from tests import factories, people, pictures

CANARY = "zanzibarcanary"  # in everything that a stranger must not find


@dataclass
class World:
    """Made once for a test by `make_world`."""

    people: dict[str, User | None] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_world() -> World:
    """St Mary's posts, St Alban's takes part, Bootham has nothing to do with either."""
    cast = {
        "visitor": None,
        "newcomer": people.newcomer(),
        "contributor": people.contributor_at_st_marys(),
        "lead": people.lead_of_st_marys(),
        "partner": people.lead_of_st_albans(),
        "stranger": people.lead_of_bootham(),
        "moderator": people.moderator(),
        "superuser": people.superuser(),
    }
    marys, albans = people.st_marys(), people.st_albans()
    things = {
        "school": marys,
        "public": factories.project(host=marys, partners=[albans], title="Chemistry in a real lab"),
        "asked": factories.project(host=marys, waiting=[albans], title="Choir day at the chapel"),
        "draft": factories.project(
            host=marys, partners=[albans], title=f"Draft {CANARY}", slug="a-draft-of-ours", state="draft"
        ),
        "fresh_draft": factories.project(
            host=marys, title=f"Begun {CANARY}", slug="a-fresh-draft", state="draft", published_at=None
        ),
        "listing": factories.listing(by_school=marys, title="A teacher of strings"),
        "group": factories.group(members=[marys, albans], name="Cambridge group", slug="cambridge-group"),
        "enquiry": make_enquiry(cast["partner"], albans, marys),
        "membership": cast["contributor"].memberships.get(),
        "invitation": Invitation.objects.create(
            school=marys, email="colleague@stmarys.example", role=Role.CONTRIBUTOR, invited_by=cast["lead"]
        ),
    }
    things["group"].coordinators.add(cast["lead"])
    CoordinatorOffer.objects.create(group=things["group"], user=cast["contributor"])
    things["office_code"] = make_request(cast["newcomer"])
    things["request"] = things["office_code"].membership
    things["shelf"] = make_shelf(cast["lead"], things["public"])
    hosting = things["public"].participations.get(school=marys)
    things["review_token"] = review_path(hosting, cast["lead"], date(2026, 10, 12)).split("/")[-2]
    things["alert"] = ask_for_alert(by=cast["lead"], email="", question="q=choir", rhythm="weekly")
    things["link"] = make_link(things["asked"])
    things["card"] = AgreementCard.objects.create(
        participation=things["public"].participations.get(school=albans), money=f"Shared {CANARY}"
    )
    make_logo(marys)
    things["photo"] = factories.photo(of=things["public"], alt="A bench with three flasks", caption="The bench, ready.")
    things["hidden_photo"] = factories.photo(of=things["draft"], alt=f"A choir {CANARY}", state="hidden")
    things["document"] = factories.document(of=things["public"], title="Plan for five afternoons")
    things["hidden_document"] = factories.document(of=things["draft"], title=f"A letter {CANARY}", state="hidden")
    return World(cast, things)


def make_logo(school) -> SchoolProfile:
    """What a school says, with a logo that everybody may see."""
    profile = SchoolProfile(school=school, about="We have **two** laboratories.", logo_is_shown=True)
    profile.logo.save("logo.png", ContentFile(pictures.written(pictures.drawing(64, 48), "PNG")))
    return profile


def make_link(project: Project) -> str:
    """The token by which the office of the school that was asked may answer."""
    part = project.participations.get(state="invited")
    part.link_key, part.link_to, part.link_sent_at = "worldkey", "office@school.example", timezone.now()
    part.save()
    return path_of(part).strip("/").partition("/")[2]


def make_request(by: User) -> OfficeCode:
    """Somebody waits to be the first lead of a school; its office has a code."""
    school = factories.school(name="Holly Bank School", website="https://www.sample.example")
    request = Membership.objects.create(user=by, school=school, job_title="Bursar")
    day = timezone.now() + timedelta(days=1)
    return OfficeCode.objects.create(membership=request, address="office@sample.example", digest="x", expires_at=day)


def make_shelf(by: User, project) -> SharedShelf:
    """Somebody's saved idea with a private note, shared by a link."""
    Idea.objects.create(user=by, project=project, note=f"Note {CANARY}")
    return SharedShelf.objects.create(user=by)


def make_enquiry(by: User, from_school, to_school) -> Enquiry:
    """A conversation that only the two schools may see."""
    enquiry = Enquiry.objects.create(
        from_school=from_school, to_school=to_school, subject=f"About {CANARY}", token="world", opened_by=by
    )
    Message.objects.create(enquiry=enquiry, school=from_school, author=by, text=f"Hello {CANARY}", token="world")
    return enquiry
