"""Keys that seal may be on a token."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signatures", "0003_options_of_fields"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sealkey",
            name="source",
            field=models.CharField(
                choices=[("generated", "Generated"), ("pkcs12", "Pkcs12"), ("pkcs11", "Pkcs11")], max_length=9
            ),
        ),
    ]
