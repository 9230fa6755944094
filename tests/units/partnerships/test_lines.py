"""A line of a list says of the schools what their participations say, and asks twice for all of them."""

import pytest

from partnerships.lines import lines
from partnerships.models import Participation, Project
from tests import factories, people

pytestmark = pytest.mark.django_db


def some_projects() -> list[Project]:
    host, partner = people.st_marys(), people.st_albans()
    agreed = factories.project(host=host, partners=[partner])
    waiting = factories.project(host=host, waiting=[partner])
    alone = factories.project(host=partner)
    Participation.objects.create(project=alone, organisation="Riverside Choir", role="partner", state="confirmed")
    return [waiting, alone, agreed]


def test_a_line_names_who_the_page_names():
    projects = some_projects()
    found = lines([project.pk for project in projects])
    assert found == projects
    for line, project in zip(found, projects, strict=True):
        assert [part.name for part in line.hosts] == [part.name for part in project.hosts]
        assert [part.name for part in line.partners] == [part.name for part in project.partners]
        assert (line.byline, line.confirmation) == (project.byline, project.confirmation)
    assert [line.confirmation for line in found] == ["waiting", "both", "both"]
    assert [part.name for part in found[1].partners] == ["Riverside Choir"]


def test_lines_take_two_questions(django_assert_num_queries):
    ids = [project.pk for project in some_projects()]
    with django_assert_num_queries(2):
        assert all(line.byline for line in lines(ids))


def test_who_is_not_there_has_no_line():
    kept, gone = some_projects()[:2]
    ids = [gone.pk, kept.pk]
    gone.delete()
    assert lines(ids) == [kept]
