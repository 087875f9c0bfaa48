"""Documents can be deleted by hand: the row stays, and the search's index knows it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("renders", "0018_search_and_keep_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="render",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveIndex(model_name="render", name="render_newest"),
        migrations.AddIndex(
            model_name="render",
            index=models.Index(
                fields=["project", "env", "-id", "source", "template", "filename", "deleted_at"], name="render_newest"
            ),
        ),
    ]
