"""Typed signatures keep the face that they were written in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signatures", "0004_seal_with_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="field",
            name="face",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
    ]
