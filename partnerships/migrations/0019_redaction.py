from django.db import migrations, models

TABLE = "partnerships_decision"
REFUSES = "RAISE EXCEPTION 'A decision is neither changed nor deleted.';"
# Only while the site asks for it, and only where nothing but words differs: title, note, and the note of how it stood.
LETS_WORDS_THROUGH = """
    IF TG_OP = 'UPDATE' AND current_setting('schools_together.redaction', true) = 'on' AND
        ROW(NEW.id, NEW.project_id, NEW.kind, NEW.by_id, NEW.at, NEW.seen, NEW.undoes_id,
            NEW.before - 'note', NEW.after - 'note')
        IS NOT DISTINCT FROM
        ROW(OLD.id, OLD.project_id, OLD.kind, OLD.by_id, OLD.at, OLD.seen, OLD.undoes_id,
            OLD.before - 'note', OLD.after - 'note')
    THEN RETURN NEW; END IF;
"""


def guard(schema_editor, exception: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION decisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {exception} {REFUSES} END $$"
        )


def let_words_through(apps, schema_editor):
    guard(schema_editor, LETS_WORDS_THROUGH)


def refuse_everything(apps, schema_editor):
    guard(schema_editor, "")


KINDS = [
    ("approve", "Approved"),
    ("read", "Read, and found in order"),
    ("changes", "Asked for changes"),
    ("unpublish", "Unpublished"),
    ("restore", "Put back"),
    ("merge", "Merged into another entry"),
    ("feature", "Put on the home page"),
    ("unfeature", "Taken off the home page"),
    ("show-photo", "Showed a picture"),
    ("remove-photo", "Removed a picture for good"),
    ("show-paper", "Showed a document"),
    ("remove-paper", "Removed a document for good"),
    ("redact", "Took words out, of older versions, too"),
    ("undo", "Undid a decision"),
]


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0018_documents")]
    operations = [
        migrations.AlterField("decision", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.RunPython(let_words_through, refuse_everything),
    ]
