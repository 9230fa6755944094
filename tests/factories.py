"""Things for tests, each valid by itself. Say only what the test is about."""

from datetime import date
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from messaging.models import Enquiry, Message
from partnerships.actions.photos import refresh_cover
from partnerships.jobs import make_photo_sizes
from partnerships.models import (
    Category,
    Document,
    Group,
    GroupMember,
    Listing,
    Participation,
    Photo,
    Project,
    SearchEntry,
    Stage,
)
from partnerships.search import refresh_search_text
from schools.models import LocalAuthority, School
from schools_together.pictures.cleaning import clean_picture

from . import papers, pictures

_urns = count(910001)
_numbers = count(1)


def authority(name: str = "Cambridgeshire", code: str = "873", region: str = "east-of-england") -> LocalAuthority:
    return LocalAuthority.objects.get_or_create(code=code, defaults={"name": name, "region": region})[0]


def school(**fields) -> School:
    """An open state primary in Cambridge unless told otherwise."""
    defaults = {
        "urn": next(_urns),
        "name": f"Sample School {next(_numbers)}",
        "type_name": "Community school",
        "sector": "state",
        "phase": "primary",
        "low_age": 4,
        "high_age": 11,
        "region": "east-of-england",
        "town": "Cambridge",
        "postcode": "CB2 1EN",
        "easting": 545375,
        "northing": 257315,
        "latitude": 52.195,
        "longitude": 0.126,
        "website": "https://www.school.example",
    }
    if "local_authority" not in fields:
        fields["local_authority"] = authority()
    return School.objects.create(**{**defaults, **fields})


def school_once(*, urn: int, **fields) -> School:
    """The school with this URN, made on the first call."""
    return School.objects.filter(urn=urn).first() or school(urn=urn, **fields)


def category(slug: str = "stem") -> Category:
    """A category of the taxonomy that the migrations load."""
    return Category.objects.get(slug=slug)


def project(
    *, host: School, partners=(), waiting=(), stages=("ks2",), category_slug: str = "stem", **fields
) -> Project:
    """A public project of a host with confirmed `partners` and with partners `waiting` to confirm."""
    defaults = {
        "school": host,
        "title": f"Sample project {next(_numbers)}",
        "summary": "Pupils of two schools spend five afternoons in a laboratory and do real chemistry together.",
        "category": category(category_slug),
        "scale": "series",
        "frequency": "annual",
        "cost": "free",
        "starts_on": date(2025, 9, 1),
        "supervised_by": "both",
        "safeguarding_lead_agreed": True,
        "risk_assessment": "done",
        "state": "public",
        "published_at": timezone.now(),
        "last_confirmed_on": date(2026, 10, 12),
    }
    made = Project.objects.create(**{**defaults, **fields})
    made.stages.set(Stage.objects.filter(slug__in=stages))
    Participation.objects.create(project=made, school=host, role="host", state="confirmed")
    for position, partner in enumerate([*partners, *waiting]):
        state = "confirmed" if position < len(partners) else "invited"
        Participation.objects.create(project=made, school=partner, state=state, position=position)
    refresh(made)
    return made


def refresh(project: Project) -> None:
    """Let search know of it, as the actions do."""
    refresh_search_text(project)


def photo(*, of: Project, sizes: bool = False, **fields) -> Photo:
    """A public picture of a project, described and with consent; with its lighter `sizes` where they are asked for."""
    clean = clean_picture(pictures.upload(pictures.jpeg()))
    defaults = {
        "state": "public",
        "consent_at": timezone.now(),
        "width": clean.width,
        "height": clean.height,
        "bytes": len(clean.content),
        "alt": "" if fields.get("is_decorative") else f"Sample picture {next(_numbers)}",
    }
    made = Photo(project=of, **{**defaults, **fields})
    made.image.save("sent.jpg", clean.as_file(), save=False)
    made.save()
    if sizes:
        make_photo_sizes(made.pk)
        made.refresh_from_db()
    refresh_cover(of)
    return made


def document(*, of: Project | Group, **fields) -> Document:
    """A public document of a project or a group."""
    kind = "project" if isinstance(of, Project) else "group"
    content = papers.pdf()
    made = Document(**{kind: of, "state": "public", "title": "Plan", "bytes": len(content), **fields})
    made.file.save("sent.pdf", ContentFile(content))
    return made


def listing(*, by_school: School, **fields) -> Listing:
    """A need on the board unless told otherwise."""
    defaults = {
        "school": by_school,
        "kind": "need",
        "title": f"Sample need {next(_numbers)}",
        "text": "We look for somebody who plays the organ and would show it to our choir.",
        "category": category("music"),
    }
    return Listing.objects.create(**{**defaults, **fields})


def enquiry(*, from_school: School, to_school: School, text: str = "Could we talk?", **fields) -> Enquiry:
    """An enquiry with its first message, as if somebody who has left had sent it; no letters."""
    number = next(_numbers)
    made = Enquiry.objects.create(
        from_school=from_school, to_school=to_school, token=f"enquiry-{number}", subject=f"Question {number}", **fields
    )
    Message.objects.create(enquiry=made, school=from_school, text=text, token=f"enquiry-{number}")
    return made


def group(*, members=(), **fields) -> Group:
    """A public group whose member schools have agreed."""
    number = next(_numbers)
    defaults = {"name": f"Sample group {number}", "slug": f"sample-group-{number}", "region": "london"}
    made = Group.objects.create(**{**defaults, **fields})
    for member in members:
        GroupMember.objects.create(group=made, school=member, state="agreed", agreed_at=timezone.now())
    return made


def found_by(project: Project) -> str:
    """The stems of all words that search finds a project by; none while it is not public."""
    entry = SearchEntry.objects.filter(project=project, is_gone=False).first()
    return f"{entry.title_words} {entry.names_words} {entry.story_words}" if entry else ""
