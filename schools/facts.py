"""What the register says about a school, in words for its page."""

from .models import Nation, Region, School, Status

SOURCES = {
    Nation.SCOTLAND: "the Scottish Government’s list of schools",
    Nation.NORTHERN_IRELAND: "the Department of Education’s list of schools (Northern Ireland)",
}
NAMED_WITHOUT_THE = (Region.LONDON, Region.YORKSHIRE, Region.EAST_OF_ENGLAND)
ENGLISH_REGISTER = "Get Information About Schools, the register of the Department for Education"


def register_facts(school: School) -> list[tuple[str, object]]:
    """(term, words) pairs; the page leaves out those without words."""
    return [
        ("Type", school.type_name),
        ("Sector and phase", school.kind),
        ("Ages", f"{school.low_age} to {school.high_age}" if school.ages else ""),
        ("Pupils", f"{school.pupils:,}" if school.pupils else ""),
        ("Boys or girls", school.gender),
        ("Faith", school.religious_character),
        ("Sixth form", _yes_or_no(school.has_sixth_form)),
        ("Boarders", _yes_or_no(school.has_boarders)),
        ("Free school meals", f"{school.free_meals_percentage} %" if school.free_meals_percentage is not None else ""),
        ("Trust", school.trust.name if school.trust else ""),
        ("Address", _address(school)),
        ("Council", school.local_authority.name if school.local_authority else ""),
        ("Region", school.get_region_display() if school.region != Region.ELSEWHERE else ""),
        ("Opened", _day(school.opened_on)),
        ("Closed", _day(school.closed_on) if school.status == Status.CLOSED else ""),
        ("URN", str(school.urn or "")),
        ("Reference", school.reference),
    ]


def register_name(school: School) -> str:
    """Where the facts were copied from."""
    if school.urn:
        return ENGLISH_REGISTER
    return (
        SOURCES.get(school.nation, "what our moderators entered") if school.reference else "what our moderators entered"
    )


def map_label(school: School) -> str:
    """What the dot map shows, for those who do not see it."""
    the = "the " if school.nation == Nation.ENGLAND and school.region not in NAMED_WITHOUT_THE else ""
    where = f" in {the}{school.get_region_display()}" if school.region != Region.ELSEWHERE else ""
    place = f", at {school.place}" if school.place else ""
    return f"Map of the United Kingdom with one point{where}{place}"


def _address(school: School) -> list[str]:
    lines = [school.street, school.locality, school.address3, school.town, school.county, school.postcode]
    return [line for line in lines if line]


def _yes_or_no(value: bool | None) -> str:
    return {True: "Yes", False: "No", None: ""}[value]


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
