"""Batches are sent for signature at once."""

import craftkit.lib.ids
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_roles_in_projects_and_invitations'),
        ('renders', '0015_note_whom_previews_are_for'),
        ('signatures', '0006_keep_sets_of_recipients'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkSending',
            fields=[
                ('id', models.UUIDField(default=craftkit.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('env', models.CharField(default='live', max_length=4)),
                ('total', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bulk_sendings', to='renders.batch')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bulk_sendings', to='accounts.project')),
            ],
        ),
        migrations.AddField(
            model_name='signaturerequest',
            name='bulk',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='requests', to='signatures.bulksending'),
        ),
    ]
