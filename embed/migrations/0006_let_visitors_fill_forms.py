"""Let visitors fill in forms under a public link of a template, and say of a session which link it came by."""

import craftkit.lib.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_move_embedding_to_its_own_app'),
        ('embed', '0005_let_members_open_sessions'),
        ('templates', '0005_keep_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormLink',
            fields=[
                ('id', models.UUIDField(default=craftkit.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('token_sealed', models.TextField()),
                ('is_on', models.BooleanField(default=False)),
                ('password_hash', models.CharField(blank=True, default='', max_length=200)),
                ('closes_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='form_links', to='accounts.project')),
                ('template', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='form_link', to='templates.template')),
            ],
        ),
        migrations.AddField(
            model_name='embedsession',
            name='form_link',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='embed.formlink'),
        ),
    ]
