"""Projects keep sets of recipients."""

import craftkit.lib.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_roles_in_projects_and_invitations'),
        ('signatures', '0005_faces_of_signatures'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecipientSet',
            fields=[
                ('id', models.UUIDField(default=craftkit.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('people', models.JSONField(default=list)),
                ('in_order', models.BooleanField(default=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipient_sets', to='accounts.project')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'name'), name='recipient_set_name')],
            },
        ),
    ]
