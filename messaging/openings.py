"""First words to another school: three beginnings for each kind of thing, easy to change, that name nobody."""

from partnerships.models import Group, Listing, Project
from schools.models import School

from .names import without_name

# The key stands in the address; the words on the link.
OPENINGS = {"together": "Do something together", "visit": "Come and see", "ask": "Ask a question"}
CLOSING = "Most weeks we could find time after school for a short call."


def opening_words(about, from_school: School, which: str = "") -> str:
    """A first message that could go as it stands. It says which kind of school writes; the site says which school."""
    kind = without_name(from_school)
    hello = f"Hello. We are {kind[0].lower()}{kind[1:]}."
    return f"{hello} {_middle(about, which if which in OPENINGS else 'together')}"


def _middle(about, which: str) -> str:
    if isinstance(about, Project):
        return _about_project(about, which)
    if isinstance(about, Listing):
        return _about_listing(about, which)
    if isinstance(about, Group):
        return _about_group(about, which)
    return _about_school(which)


def _about_project(project: Project, which: str) -> str:
    liked = f"We like what you tell about “{project}”."
    if which == "visit":
        return f"{liked}\n\nCould one or two of us come and see it? Any day that suits you.\n\n{CLOSING}"
    if which == "ask":
        return f"{liked}\n\nHow did you begin, and what would you do differently today?\n\n{CLOSING}"
    return (
        f"{liked}\n\nCould we do something like it together? We would also be glad to hear how you began.\n\n{CLOSING}"
    )


def _about_listing(listing: Listing, which: str) -> str:
    fit = "We could use what you offer" if listing.is_offer else "We think we have what you look for"
    said = f"{fit}: “{listing}”."
    if which == "visit":
        return f"{said}\n\nCould we meet once at your school, and look at what would be needed?"
    if which == "ask":
        return f"{said}\n\nBefore we plan anything: for which ages is it, and on which days?"
    return f"{said}\n\nCould we talk about what would suit both schools, and when?"


def _about_group(group: Group, which: str) -> str:
    read = f"We have read about {group}."
    if which == "visit":
        return f"{read}\n\nCould one of us come to a meeting, and see how you work?"
    if which == "ask":
        return f"{read}\n\nHow does a school take part, and what does it give?"
    return f"{read}\n\nWe would like to join in, or to begin with one thing together. Could we talk?"


def _about_school(which: str) -> str:
    if which == "visit":
        return "We would like to see how others work.\n\nCould one or two of us visit you, and you us?"
    if which == "ask":
        return "We have a question about how you do things.\n\nWhom at your school may we ask?"
    return "We look for a partner school and think that yours and ours could gain from each other.\n\nCould we talk?"
