"""What an import changes is found at once in the list of schools, and by the worker through the projects."""

import pytest

from partnerships.search import Criteria, search
from schools.models import School
from schools_together.outbox.jobs import do_due_jobs
from schools_together.outbox.models import Job
from tests import factories, registers
from tests.registers import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def riverside(tmp_path):
    """A school of the register with a project, and a school that no file of ours names with another one."""
    registers.run(registers.write(tmp_path, [row(900001)]))
    school = School.objects.get(urn=900001)
    scottish = factories.school(urn=None, nation="scotland", reference="1")
    factories.project(host=school, partners=[scottish], title="Chemistry in a real lab")
    factories.project(host=scottish, title="Choir day")
    return school


def schools_found(client, words: str) -> list[str]:
    return [school.name for school in client.get("/schools/", {"q": words}).context["page"]]


def test_a_renamed_school_is_found_by_its_new_name_and_so_are_its_projects(client, riverside, tmp_path):
    assert schools_found(client, "riverside") == ["Riverside Primary School"]
    registers.run(registers.write(tmp_path, [row(900001, EstablishmentName="Quay Academy")]))
    assert (schools_found(client, "riverside"), schools_found(client, "quay")) == ([], ["Quay Academy"])
    assert search(Criteria(q="quay", as_typed=True)).total == 0
    assert do_due_jobs() == 1
    assert search(Criteria(q="quay", as_typed=True)).total == 1
    assert search(Criteria(q="riverside", as_typed=True)).total == 0
    assert search(Criteria(q="choir")).total == 1


def test_a_council_that_is_called_otherwise_is_found_through_the_projects(riverside, tmp_path):
    registers.run(registers.write(tmp_path, [row(900001, **{"LA (name)": "Fenland"})]))
    do_due_jobs()
    assert search(Criteria(q="fenland")).total == 2  # the other school lies there, too


def test_an_import_that_changes_nothing_asks_for_nothing(riverside, tmp_path):
    registers.run(registers.write(tmp_path, [row(900001)]))
    assert Job.objects.count() == 0


def test_a_dry_run_asks_for_nothing(client, riverside, tmp_path):
    path = registers.write(tmp_path, [row(900001, EstablishmentName="Quay Academy")])
    registers.run(path, dry_run=True)
    assert Job.objects.count() == 0
    assert schools_found(client, "quay") == []


def test_where_most_of_the_directory_changes_all_of_it_is_compared(riverside, tmp_path, monkeypatch):
    monkeypatch.setattr("partnerships.jobs.MOST_TOLD", 0)
    registers.run(registers.write(tmp_path, [row(900001, EstablishmentName="Quay Academy")]))
    assert list(Job.objects.values_list("kind", flat=True)) == ["reindex"]
    do_due_jobs()
    assert search(Criteria(q="quay", as_typed=True)).total == 1
