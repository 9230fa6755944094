"""The words of the taxonomy, from data/taxonomy.json. Safe to run over rows that a moderator has edited."""

import json

from django.conf import settings
from django.db import migrations


def load_taxonomy(apps, schema_editor):
    """Add what is missing by slug (synonyms by term); leave what is there as it is."""
    path = settings.BASE_DIR / "data" / "taxonomy.json"
    taxonomy = json.loads(path.read_text(encoding="utf-8"))
    lists = {
        "Category": taxonomy["categories"],
        "Subject": taxonomy["subjects"],
        "SharedThing": taxonomy["shared_things"],
        "Stage": taxonomy["stages"],
    }
    for model_name, rows in lists.items():
        model = apps.get_model("partnerships", model_name)
        for position, row in enumerate(rows, start=1):
            known = {field.name for field in model._meta.get_fields()} - {"slug"}
            fields = {key: value for key, value in row.items() if key in known}
            model.objects.get_or_create(slug=row["slug"], defaults={**fields, "position": position})
    synonym = apps.get_model("partnerships", "Synonym")
    for row in taxonomy["synonyms"]:
        defaults = {"means": ", ".join(row["means"]), "both_ways": row["both_ways"]}
        synonym.objects.get_or_create(term=row["term"], defaults=defaults)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [migrations.RunPython(load_taxonomy, migrations.RunPython.noop)]
