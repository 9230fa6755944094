"""The two full register files, one over the other. Counts are those of the files' own description."""

import pytest
from django.core.management.base import CommandError
from django.db.models import Q

from schools.models import School, SchoolLink
from tests import registers
from tests.registers import LINKS, REGISTER_2023, REGISTER_2026, needs_full_files

pytestmark = [pytest.mark.django_db, pytest.mark.register, needs_full_files]


def test_the_register_of_2026_over_that_of_2023():
    assert "50515 rows: 50515 new, 0 changed, 0 closed, 0 refused" in registers.run(REGISTER_2023)
    assert School.objects.open().count() == 27_075
    assert_every_open_independent_school_is_found()
    urns = set(School.objects.values_list("urn", flat=True))
    names = dict(School.objects.values_list("urn", "name"))

    with pytest.raises(CommandError, match="run again with --yes-close 1719"):
        registers.run(REGISTER_2026)
    assert School.objects.count() == 50_515

    said = registers.run(REGISTER_2026, yes_close=1719, links=LINKS)
    assert "51810 rows: 1297 new" in said
    assert "1719 closed, 0 refused" in said
    assert "2 schools are no longer in the file and stay as they are: 149630, 149854" in said
    now = dict(School.objects.values_list("urn", "name"))
    assert urns <= set(now)
    # The register writes 831 names otherwise; 91 of them by spaces alone, which we do not keep.
    assert sum(now[urn] != name for urn, name in names.items()) == 740
    assert_links_lead_on()
    assert "0 new, 0 changed, 0 closed, 0 refused, 51810 unchanged" in registers.run(REGISTER_2026)


def assert_every_open_independent_school_is_found():
    """Types 10 and 11: all independent, and the register gives a phase to none of them."""
    independent = School.objects.open().filter(type_code__in=["10", "11"])
    assert independent.count() == 2_429
    assert independent.exclude(sector="independent").count() == 0
    with_ages = independent.filter(low_age__isnull=False, high_age__isnull=False)
    assert with_ages.count() > 1_000
    assert with_ages.filter(phase="unknown").count() == 0
    assert School.objects.open().filter(urn=100001, phase="all-through").exists()
    assert School.objects.filter(Q(easting=0) | Q(northing=0)).count() == 0
    assert School.objects.filter(website__contains="://").exclude(website__regex="(?i)^https?://").count() == 0
    assert School.objects.exclude(website="").exclude(website__contains="://").count() == 0


def assert_links_lead_on():
    """St Alban's in Cambridge closed and re-opened under another number, as academies do."""
    assert SchoolLink.objects.count() > 16_000
    assert list(School.objects.get(urn=110841).successors.values_list("urn", flat=True)) == [150571]
