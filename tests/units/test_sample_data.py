"""The sample directory and the advice are files that people write: these tests read them as a loader would."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.utils.text import slugify

DATA = Path(__file__).resolve().parents[2] / "data"

# The values that the models know; written out, so that a changed word in the code is noticed here.
CHOICES = {
    "scale": {"event", "series", "programme", "agreement"},
    "frequency": {"one-off", "weekly", "fortnightly", "monthly", "termly", "annual", "ongoing"},
    "setting": {"host", "partner", "online", "elsewhere"},
    "cost": {"free", "shared", "charged"},
    "direction": {"host-to-partner", "both-ways", "joint"},
    "supervised_by": {"host", "partner", "both"},
    "risk_assessment": {"done", "planned", "not-needed"},
    "lifecycle": {"planned", "running", "paused", "ended"},
    "state": {"public", "waiting", "draft", "changes"},
}
# The longest text a field takes, where it is short enough for a writer to hit.
LONGEST = {
    "who": 120,
    "when": 120,
    "need_named_by": 120,
    "takes_people": 200,
    "takes_rooms": 200,
    "takes_kit": 300,
    "takes_hours": 200,
    "transport": 200,
    "open_to_whom": 200,
    "would_change": 1000,
}
# A title with a capital letter after it, as in "Mr Chips": nobody is named in a sample.
TITLED_PERSON = re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Revd?|Fr)\.? [A-Z]")
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")


def read(path):
    return json.loads((DATA / path).read_text(encoding="utf-8"))


TAXONOMY = read("taxonomy.json")
SCHOOLS = {school["key"]: school for school in read("sample/schools.json")}
GROUPS = {group["slug"]: group for group in read("sample/groups.json")}
PEOPLE = {person["email"]: person for person in read("sample/people.json")}
BOARD = {posting["key"]: posting for posting in read("sample/board.json")}
ENQUIRIES = read("sample/enquiries.json")
ADVICE = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "advice").glob("*.json"))]
PROJECTS = [
    project
    for path in sorted((DATA / "sample" / "projects").glob("*.json"))
    for project in json.loads(path.read_text(encoding="utf-8"))
]
each_project = pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project["slug"])


def slugs(name):
    return {row["slug"] for row in TAXONOMY[name]}


def schools_in(project, *roles):
    return {part["school"] for part in project["participations"] if "school" in part and part["role"] in roles}


def test_there_are_sixteen_categories_each_with_a_family():
    assert len(TAXONOMY["categories"]) == 16
    families = {category["family"] for category in TAXONOMY["categories"]}
    assert families == {"learn", "arts", "active", "lead", "care", "place"}


@pytest.mark.parametrize("name", ["categories", "subjects", "shared_things", "stages"])
def test_slugs_of_the_taxonomy_are_unique(name):
    assert len(slugs(name)) == len(TAXONOMY[name])


def test_synonyms_are_groups_with_a_term_and_its_meanings():
    for synonym in TAXONOMY["synonyms"]:
        assert synonym["term"] and synonym["means"] and synonym["both_ways"] in (True, False)
        assert not any("," in meaning for meaning in synonym["means"]), "commas part the meanings in admin"
    assert max(Counter(synonym["term"].lower() for synonym in TAXONOMY["synonyms"]).values()) == 1


def test_exactly_the_46_projects_are_public():
    public = sorted(project["number"] for project in PROJECTS if project["state"] == "public")
    assert public == list(range(1, 47))


@pytest.mark.parametrize("field", ["slug", "title", "number"])
def test_no_two_projects_share_a(field):
    assert len({project[field] for project in PROJECTS}) == len(PROJECTS)


@each_project
def test_a_project_uses_words_that_exist(project):
    assert project["category"] in slugs("categories")
    assert project["subjects"] and set(project["subjects"]) <= slugs("subjects")
    assert project["shares"] and set(project["shares"]) <= slugs("shared_things")
    assert project["stages"] and set(project["stages"]) <= slugs("stages")
    assert project["group"] is None or project["group"] in GROUPS
    for field, allowed in CHOICES.items():
        assert project[field] in allowed, field


@each_project
def test_a_project_has_a_host_and_a_partner_that_are_known(project):
    parts = project["participations"]
    assert schools_in(project, "host") and any(part["role"] == "partner" for part in parts)
    assert schools_in(project, "host", "partner") <= SCHOOLS.keys()
    for part in parts:
        assert ("school" in part) != ("organisation" in part)
        assert part["state"] in {"invited", "confirmed", "declined"}
        assert part["role"] == "partner" or part["state"] == "confirmed"
        assert part["gives"] and part["gains"]
    keys = [part.get("school") or part["organisation"] for part in parts]
    assert len(keys) == len(set(keys))


@each_project
def test_a_project_keeps_to_the_lengths_and_dates(project):
    assert 80 <= len(project["summary"]) <= 300
    assert len(project["title"]) <= 80 and project["slug"] == slugify(project["title"])
    assert {field: len(project[field]) for field in LONGEST if len(project[field]) > LONGEST[field]} == {}
    assert re.fullmatch(r"\d{4}-\d\d", project["starts_on"])
    assert project["ends_on"] is None or project["ends_on"] >= project["starts_on"]
    assert project["safeguarding_lead_agreed"] is True
    if project["state"] == "public":
        assert re.fullmatch(r"2026-\d\d-\d\d", project["last_confirmed_on"])
        assert 3 <= len(project["steps"]) <= 6 and project["story"] and project["who"] and project["when"]
        assert project["made_up"]


@each_project
def test_figures_say_how_they_were_found(project):
    years = [row["year"] for row in project["years"]]
    assert years == sorted(set(years))
    for row in project["years"]:
        assert re.fullmatch(r"20\d\d-\d\d", row["year"])
        for field in {"state_pupils", "independent_pupils", "staff_hours", "sessions"} & row.keys():
            assert row[field] > 0 and row[f"{field}_basis"] in {"counted", "estimated"}


@each_project
def test_a_school_that_has_not_confirmed_is_named_nowhere_in_the_words(project):
    words = json.dumps({k: v for k, v in project.items() if k != "participations"}, ensure_ascii=False)
    for part in project["participations"]:
        if part["state"] != "confirmed" and "school" in part:
            name = SCHOOLS[part["school"]]["name"].replace("'", "’")
            assert name not in words and name.split(" Primary")[0] not in words


def test_some_partners_wait_and_one_has_declined():
    states = Counter(part["state"] for project in PROJECTS for part in project["participations"])
    assert states["invited"] >= 5 and states["declined"] >= 1


def test_groups_postings_and_people_name_known_schools():
    for group in GROUPS.values():
        assert len(group["members"]) >= 3 and {row["school"] for row in group["members"]} <= SCHOOLS.keys()
        assert {row["state"] for row in group["members"]} <= {"invited", "agreed"}
        assert group["coordinator"] in {None, *PEOPLE}
    for posting in BOARD.values():
        assert posting["kind"] in {"offer", "need"} and posting["school"] in SCHOOLS
        assert posting["category"] in slugs("categories") and set(posting["subjects"]) <= slugs("subjects")
        assert set(posting["stages"]) <= slugs("stages") and posting["until"] > "2026-11"
    assert {person["school"] for person in PEOPLE.values()} - {None} <= SCHOOLS.keys()


def test_the_printed_people_are_those_of_the_product():
    assert [email for email, person in PEOPLE.items() if person["printed"]] == [
        "lead@stmarys.example", "teacher@stmarys.example", "lead@stalbans.example", "lead@canford.example",
        "coordinator@yorkissp.example", "newcomer@sample.example", "moderator@sample.example", "admin@sample.example",
    ]  # fmt: skip
    assert [person["state"] for person in PEOPLE.values()].count("waiting") == 1


def test_enquiries_are_between_two_schools_about_something_that_exists():
    numbers = {project["number"]: schools_in(project, "host") for project in PROJECTS}
    for enquiry in ENQUIRIES:
        kind, thing = next(iter(enquiry["about"].items()))
        asked = numbers[thing] if kind == "project" else {BOARD[thing]["school"] if kind == "listing" else thing}
        assert enquiry["to_school"] in asked and enquiry["from_school"] != enquiry["to_school"]
        assert PEOPLE[enquiry["from_person"]]["school"] == enquiry["from_school"]
        assert PEOPLE[enquiry["to_person"]]["school"] == enquiry["to_school"]
        assert (enquiry["answer"] is None) == (enquiry["state"] == "open") and enquiry["messages"]
        times = [message["at"] for message in enquiry["messages"]]
        assert times == sorted(times)
    assert {enquiry["answer"] for enquiry in ENQUIRIES} == {None, "interested", "undecided", "not-now"}


def test_advice_is_of_a_readable_length_and_names_its_sources():
    assert len(ADVICE) >= 10 and len({page["slug"] for page in ADVICE}) == len(ADVICE)
    for page in ADVICE:
        words = " ".join(" ".join([s["heading"], *s["paragraphs"], *s["bullets"]]) for s in page["sections"]).split()
        assert 250 <= len(words) <= 500 and page["sources"], page["slug"]


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.json")), ids=lambda path: path.stem)
def test_no_file_names_a_person_or_a_real_address(path):
    text = path.read_text(encoding="utf-8")
    assert not TITLED_PERSON.search(text)
    assert all(address.endswith(".example") for address in EMAIL.findall(text))
