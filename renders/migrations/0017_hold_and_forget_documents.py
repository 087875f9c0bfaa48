"""Documents can be held, and lose file and data with time."""

from importlib import import_module

import craftkit.lib.ids
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


guard = import_module("renders.migrations.0002_guard_transitions")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_keep_settings_of_projects'),
        ('renders', '0016_check_goldens_and_count_uses'),
    ]

    operations = [
        migrations.CreateModel(
            name='DoomedFile',
            fields=[
                ('id', models.UUIDField(default=craftkit.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='render',
            name='data_purged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='render',
            name='pdf_purged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=craftkit.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('placed_by', models.CharField(max_length=254)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legal_holds', to='accounts.project')),
                ('render', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='legal_hold', to='renders.render')),
            ],
        ),
        migrations.RunPython(guard.put_guard, migrations.RunPython.noop),
    ]
