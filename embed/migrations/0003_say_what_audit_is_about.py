from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('embed', '0002_tenant_assets'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='auditentry', name='embed_audit_of_template'),
        migrations.RenameField(model_name='auditentry', old_name='template', new_name='about'),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['about', 'action'], name='embed_audit_about'),
        ),
    ]
