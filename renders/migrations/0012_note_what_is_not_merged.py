from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('renders', '0011_keep_previews_for_seconds'),
    ]

    operations = [
        migrations.AddField(
            model_name='batchrow',
            name='is_unmerged',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
