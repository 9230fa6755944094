"""What each side may call the other. A school that stays unnamed is told by kind and area, and nothing that is its own.

Every page, letter and message of the site that tells one school of the other asks here.
"""

import re

from schools.models import School
from schools_together.geo.points import miles_between

from .models import Enquiry

FEWEST_ALIKE = 5  # so many schools must fit a description, or it is made wider
GENERIC = frozenset(
    "the school college academy primary junior infant infants nursery high grammar secondary prep preparatory catholic "
    "church of england ce rc c.e. voluntary aided controlled community sixth form".split()
)
BANDS = [5, 10, 20, 50, 100]  # miles; an exact distance would point at one school


def name_of_other(enquiry: Enquiry, reader: School) -> str:
    """What members of `reader` may call the other school of the conversation."""
    return enquiry.signed_as or "A school" if hides_from(enquiry, reader) else str(enquiry.other_school(reader))


def told_by_letter(enquiry: Enquiry, reader: School) -> str:
    """The other school in a letter: by kind and distance, never by name, since letters are forwarded; one that stays
    unnamed without the distance.
    """
    other = enquiry.other_school(reader)
    return name_of_other(enquiry, reader) if hides_from(enquiry, reader) else describe(other, reader)


def describe(school: School, other: School) -> str:
    """A school without its name, like "A state primary 4 miles from you", as seen from the other."""
    if school.point is None or other.point is None:
        return _kind(school)
    miles = round(miles_between(school.point, other.point))
    return (
        f"{_kind(school)} {miles} mile{'' if miles == 1 else 's'} from you"
        if miles
        else f"{_kind(school)} close to you"
    )


def hides_from(enquiry: Enquiry, reader: School) -> bool:
    """Whether members of `reader` may not know the other school yet."""
    return enquiry.hides_asker and reader.pk == enquiry.to_school_id


def without_name(school: School) -> str:
    """A school by kind and area, like "A state primary in Cambridgeshire", so that at least five fit."""
    alike = School.objects.open().filter(sector=school.sector, phase=school.phase, is_special=school.is_special)
    council = school.local_authority
    if council and _enough(alike.filter(local_authority=council)):
        return f"{_kind(school)} in {council.name}"
    if _enough(alike.filter(region=school.region)):
        return f"{_kind(school)} in {school.get_region_display()}"
    return _kind(school) if _enough(alike) else "A school"


def about_how_far(one: School, other: School) -> str:
    """Between two schools, in wide bands: "within 10 miles", or nothing where a place is not known."""
    if one.point is None or other.point is None:
        return ""
    miles = miles_between(one.point, other.point)
    band = next((band for band in BANDS if miles <= band), None)
    return f"within {band} miles" if band else f"more than {BANDS[-1]} miles away"


def gives_away(school: School, text: str) -> bool:
    """Whether a text names the school: its name or what is its own in it, its postcode, website or trust."""
    own = [school.name, _own_part(school.name), school.postcode, school.domain]
    own += [school.trust.name] if school.trust_id else []
    words = _plain(text)
    return any(re.search(rf"\b{re.escape(_plain(mark))}\b", words) for mark in own if len(mark) > 4)


def _own_part(name: str) -> str:
    """A name without the words that many have: "Canford" of Canford School."""
    return " ".join(word for word in name.split() if word.casefold() not in GENERIC)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _kind(school: School) -> str:
    kind = school.kind[0].lower() + school.kind[1:]
    return f"{'An' if kind[0] in 'aeiou' else 'A'} {kind}"


def _enough(schools) -> bool:
    return schools[:FEWEST_ALIKE].count() >= FEWEST_ALIKE
