"""The night gives SQLite the statistics by which it chooses its indexes."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests import people

pytestmark = pytest.mark.django_db


def measured_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL measures its tables by itself")
def test_what_a_migration_threw_away_is_there_again_after_a_night(capsys):
    people.lead_of_st_marys()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
    assert measured_tables() == set()
    call_command("nightly")
    assert {"schools_school", "accounts_membership"} <= measured_tables()
    assert "Databases measured: 1." in capsys.readouterr().out
