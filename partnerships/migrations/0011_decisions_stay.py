from django.db import migrations

REPLIES = [
    ("Say what happens", "Thank you for “{project}”. Please say in a few sentences what the pupils of both schools do, how often and where. Then send it again.",),
    ("Take out names of pupils", "Thank you for “{project}”. It seems to name a pupil. Please take the name out, also from pictures and captions, and send it again. We never publish pupils’ names.",),
    ("Take out contact details", "Thank you for “{project}”. Please take out the e-mail addresses and telephone numbers. Other schools write to {school} through this site.",),
    ("Less about joining the school", "Thank you for “{project}”. Please tell what the schools do together rather than why families should choose {school}. Then send it again.",),
    ("A picture is not clear", "Thank you for “{project}”. Please choose another picture, or tell us that everybody who can be recognised in it, or their parents, has agreed.",),
]
TABLE = "partnerships_decision"


def load_replies(apps, schema_editor):
    templates = apps.get_model("partnerships", "ReplyTemplate")
    for position, (name, text) in enumerate(REPLIES, start=1):
        templates.objects.get_or_create(name=name, defaults={"text": text, "position": position})


def forbid_changes(apps, schema_editor):
    """On PostgreSQL the table itself refuses. SQLite drops triggers whenever it rebuilds a table, so there the models do."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION decisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'A decision is neither changed nor deleted.'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION decisions_stay()"
        )


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS decisions_stay ON {TABLE}")
        schema_editor.execute("DROP FUNCTION IF EXISTS decisions_stay()")


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0010_decisions")]
    operations = [
        migrations.RunPython(load_replies, migrations.RunPython.noop),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
