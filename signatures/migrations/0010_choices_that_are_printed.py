"""Choices of a template's own fields are printed with it, and only marked when they are sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signatures", "0009_rows_of_what_was_sent"),
    ]

    operations = [
        migrations.AddField(
            model_name="field",
            name="is_printed",
            field=models.BooleanField(default=False),
        ),
    ]
