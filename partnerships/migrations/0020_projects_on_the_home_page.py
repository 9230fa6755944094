"""The home page finds what moderators put there without a look at every project."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0019_redaction"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                fields=["-featured_at"],
                condition=models.Q(("featured_at__isnull", False)),
                name="project_featured",
            ),
        ),
    ]
