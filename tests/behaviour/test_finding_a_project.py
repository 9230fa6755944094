"""A teacher with five minutes finds projects like the one she has in mind, near her school."""

import gzip
import re

import pytest
from django.urls import reverse

from partnerships.models import Project, Subject
from tests import factories, people

pytestmark = pytest.mark.django_db

LIST = reverse("partnerships:project_list")


def found(client, question: str = "") -> list[str]:
    """Titles on the page that this query string gives, in order."""
    page = client.get(f"{LIST}?{question}")
    assert page.status_code == 200
    return [project.title for project in page.context["page"]]


@pytest.fixture
def directory():
    """Chemistry in Cambridge, choir in York, swimming in York."""
    marys, albans, bootham = people.st_marys(), people.st_albans(), people.bootham()
    chemistry = factories.project(host=marys, partners=[albans], title="Chemistry in a real lab")
    choir = factories.project(
        host=bootham, partners=[albans], title="Choir day", summary="Many voices sing one great work.",
        category_slug="music", stages=["ks3"], frequency="weekly",
    )  # fmt: skip
    swim = factories.project(
        host=bootham, title="Learning to swim", summary="Twice a week in the water.", category_slug="sport",
        open_to_partners=True,
    )  # fmt: skip
    swim.subjects.set(Subject.objects.filter(slug="physical-education"))
    factories.refresh(swim)
    return {"chemistry": chemistry, "choir": choir, "swim": swim}


def test_by_words_in_any_order_and_without_regard_to_accents(client, directory):
    assert found(client, "q=lab+chemistry") == ["Chemistry in a real lab"]
    assert found(client, "q=CHÉMISTRY") == ["Chemistry in a real lab"]
    assert found(client, "q=chemistry+trombone") == []


@pytest.mark.parametrize("typed", ["PE", "physical education", "pe", "games"])
def test_by_what_teachers_abbreviate(client, directory, typed):
    assert found(client, f"q={typed}") == ["Learning to swim"]


def test_short_words_are_whole_words(client, directory):
    factories.project(host=people.bootham(), title="People and peace", category_slug="drama")
    assert "People and peace" not in found(client, "q=PE")


def test_by_name_and_town_of_a_school_that_has_confirmed(client, directory):
    assert found(client, "q=bootham") == ["Learning to swim", "Choir day"]
    assert found(client, "q=york+choir") == ["Choir day"]


def test_several_values_of_one_facet_mean_any_of_them(client, directory):
    both = found(client, "category=stem&category=music")
    assert sorted(both) == ["Chemistry in a real lab", "Choir day"]
    assert found(client, "category=stem&category=music&frequency=weekly") == ["Choir day"]


def test_by_phase_in_key_stages_or_in_words(client, directory):
    assert sorted(found(client, "phase=primary")) == ["Chemistry in a real lab", "Learning to swim"]
    assert found(client, "phase=ks3") == ["Choir day"]


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("region=yorkshire-and-the-humber", ["Choir day", "Learning to swim"]),
        ("subject=physical-education", ["Learning to swim"]),
        ("sector=state", ["Chemistry in a real lab", "Choir day"]),
        ("open=yes", ["Learning to swim"]),
        ("cost=free&category=sport", ["Learning to swim"]),
        ("authority=cambridgeshire&q=chemistry", ["Chemistry in a real lab"]),
        ("scale=agreement", []),
    ],
)
def test_by_facts_of_projects_and_of_their_schools(client, directory, question, titles):
    assert sorted(found(client, question)) == titles


def test_nearest_first_with_the_distance_to_the_nearest_school(client, directory):
    page = client.get(LIST, {"near": "CB2 1EN"})
    *close, far = page.context["page"]
    assert {project.title for project in close} == {"Chemistry in a real lab", "Choir day"}
    assert far.title == "Learning to swim"
    assert re.fullmatch(r"1[2-4]\d miles away", far.miles)


def test_within_so_many_miles(client, directory):
    assert "Learning to swim" not in found(client, "near=CB2+1EN&within=20")
    assert "Learning to swim" in found(client, "near=CB2+1EN&within=200")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("Nowhere-on-Sea", "We do not know that place. Enter a postcode, like LS1 4AP, or a town."),
        ("JE2 3AB", "That place is outside the area we cover."),
    ],
)
def test_a_place_in_trouble_says_so_beside_the_box_and_the_rest_is_still_answered(client, directory, place, sentence):
    page = client.get(LIST, {"near": place, "q": "choir"})
    assert sentence in page.content.decode()
    assert 'aria-describedby="near_error"' in page.content.decode()
    assert f'value="{place}"' in page.content.decode()
    assert [project.title for project in page.context["page"]] == ["Choir day"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("partners", "Choir day"), ("newest", "Learning to swim"), ("junk", "Learning to swim")],
)
def test_sorted_as_asked(client, directory, sort, first):
    assert found(client, f"sort={sort}")[0] == first


def test_counts_beside_the_boxes_are_what_she_would_get(client, directory):
    page = client.get(LIST, {"frequency": "weekly", "category": "music"})
    groups = {group["name"]: group["options"] + group["rest"] for group in page.context["groups"]}
    by_category = {value: count for value, _, count, _ in groups["category"]}
    assert by_category["music"] == len(found(client, "frequency=weekly&category=music")) == 1
    assert by_category["stem"] == len(found(client, "frequency=weekly&category=stem")) == 0
    by_frequency = {value: count for value, _, count, _ in groups["frequency"]}
    assert by_frequency["weekly"] == 1
    assert by_frequency["annual"] == len(found(client, "category=music&frequency=annual")) == 0


def test_nothing_found_says_what_to_loosen_with_true_counts(client, directory):
    page = client.get(LIST, {"q": "chemistry", "category": "music", "near": "YO30 7BU", "within": "10"})
    assert page.context["page"].paginator.count == 0
    ways = dict(page.context["nothing"]["ways_out"])
    assert ways["Without “chemistry”: 1 project"] == "?category=music&near=YO30+7BU&within=10"
    for words, address in ways.items():
        count = client.get(LIST + address).context["page"].paginator.count
        assert words.endswith(f": {count} project{'' if count == 1 else 's'}")


def test_an_empty_place_says_where_there_is_something(client, directory):
    page = client.get(LIST, {"q": "swim", "near": "CB2 1EN", "within": "5"})
    assert "Nothing within 5 miles yet" in page.content.decode()
    assert dict(page.context["nothing"]["ways_out"])["At any distance: 1 project"]


def test_each_chip_takes_one_filter_away(client, directory):
    page = client.get(LIST, {"q": "choir", "category": ["music", "stem"]})
    assert dict(page.context["chips"]) == {
        "“choir”": "?category=music&category=stem",
        "STEM": "?q=choir&category=music",
        "Music": "?q=choir&category=stem",
    }


def test_what_we_do_not_know_is_left_out_visibly(client, directory):
    page = client.get(LIST, {"category": ["alchemy", "music"]})
    assert "We left out what we do not know: “alchemy”." in page.content.decode()
    assert [project.title for project in page.context["page"]] == ["Choir day"]


def test_twenty_a_page_and_every_form_of_the_page_keeps_the_rest_of_the_question(client):
    for _ in range(21):
        factories.project(host=people.st_marys())
    page = client.get(LIST, {"category": "stem", "page": "2"})
    assert len(page.context["page"]) == 1
    assert page.context["page"].paginator.num_pages == 2
    assert ("category", "stem") in page.context["kept_by_search"]
    assert ("category", "stem") in page.context["kept_by_sort"]


def test_a_question_cannot_be_posted(client):
    assert client.post(LIST).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_projects_as_for_one(client, number, django_assert_num_queries):
    for _ in range(number):
        factories.project(host=people.st_marys(), partners=[people.st_albans()])
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
    assert Project.objects.count() == number


def test_a_choice_that_would_give_nothing_is_shown_and_cannot_be_chosen(client, directory):
    page = client.get(LIST, {"category": "music"}).content.decode()
    assert 'value="annual" disabled>' in page
    assert 'value="weekly"><label' in page


def test_all_sixteen_categories_are_folded_behind_the_first_five(client, directory):
    page = client.get(LIST)
    category = next(group for group in page.context["groups"] if group["name"] == "category")
    assert (len(category["options"]), len(category["rest"])) == (5, 11)
    assert "All 16 categories" in page.content.decode()


def test_a_misspelt_word_is_corrected_and_she_may_insist(client, directory):
    page = client.get(LIST, {"q": "chemistri"})
    if page.context["correction"]:
        assert "We searched for “" in page.content.decode()
        assert client.get(LIST + page.context["correction"]["insist"]).context["correction"] is None
    choirs = client.get(LIST, {"q": "chior"})
    assert [project.title for project in choirs.context["page"]] == ["Choir day"]
    assert "Search for “chior” as you typed it" in choirs.content.decode()
    assert list(client.get(LIST, {"q": "chior", "exact": "1"}).context["page"]) == []


def test_few_results_say_what_would_give_more_and_what_nearly_fits(client, directory):
    page = client.get(LIST, {"category": "music", "frequency": "weekly"})
    assert [project.title for project in page.context["page"]] == ["Choir day"]
    page = client.get(LIST, {"q": "chemistry", "cost": "free"})
    assert page.context["nothing"]["misses"]
    titles = {project.title for project in page.context["nothing"]["misses"]}
    assert titles == {"Choir day", "Learning to swim"}
    assert "Nearly what you asked for" in page.content.decode()


def test_a_full_page_of_the_list_is_light(client):
    for number in range(20):
        factories.project(host=people.st_marys(), partners=[people.st_albans()], title=f"Project {number} of many")
    assert len(gzip.compress(client.get(LIST).content)) <= 15_000
    assert len(gzip.compress(client.get(factories.project(host=people.bootham()).get_absolute_url()).content)) <= 12_000


def test_a_line_with_a_slip_and_a_place_is_understood(client, directory):
    page = client.get(LIST, {"q": "choirr near YO30 7BU"})
    text = page.content.decode()
    assert "We searched for “choir”." in text
    assert 'value="YO30 7BU"' in text and 'value="choirr"' in text
    assert [project.title for project in page.context["page"]] == ["Choir day"]
    assert "Close by" in text
    insist = client.get(LIST + page.context["correction"]["insist"])
    assert insist.context["page"].paginator.count == 0
