from django.db import migrations, models

from schools.hosts import domain_in

AT_ONCE = 2000


def read_domains(apps, schema_editor):
    """From the websites that the register has given so far; the next import would do the same."""
    School = apps.get_model("schools", "School")
    batch = []
    for school in School.objects.exclude(website="").only("pk", "website").iterator(chunk_size=AT_ONCE):
        school.domain = domain_in(school.website)
        batch.append(school)
        if len(batch) == AT_ONCE:
            School.objects.bulk_update(batch, ["domain"])
            batch = []
    School.objects.bulk_update(batch, ["domain"])


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='school',
            name='domain',
            field=models.CharField(db_index=True, default='', editable=False, help_text="The website’s own domain.", max_length=100),
        ),
        migrations.RunPython(read_domains, migrations.RunPython.noop, elidable=True),
    ]
