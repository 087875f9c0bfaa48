"""Entries of the audit trail are neither changed nor deleted: the database itself refuses it.

SQLite drops the triggers of a table that a migration rebuilds, so a migration that alters `signatures_auditentry` runs
`put_guard` again at its end; a test checks that the guard stands.
"""

from django.db import migrations

POSTGRES = """
CREATE OR REPLACE FUNCTION signatures_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is never changed';
END $$;
DROP TRIGGER IF EXISTS signatures_guard ON signatures_auditentry;
CREATE TRIGGER signatures_guard BEFORE UPDATE OR DELETE ON signatures_auditentry
  FOR EACH ROW EXECUTE FUNCTION signatures_guard();
"""
SQLITE = (
    "DROP TRIGGER IF EXISTS signatures_guard_update",
    """CREATE TRIGGER signatures_guard_update BEFORE UPDATE ON signatures_auditentry
       BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    "DROP TRIGGER IF EXISTS signatures_guard_delete",
    """CREATE TRIGGER signatures_guard_delete BEFORE DELETE ON signatures_auditentry
       BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
)


def put_guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES, params=None)
        return
    for statement in SQLITE:
        schema_editor.execute(statement, params=None)


def take_guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS signatures_guard ON signatures_auditentry")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS signatures_guard_update")
    schema_editor.execute("DROP TRIGGER IF EXISTS signatures_guard_delete")


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_requests_and_audit")]

    operations = [migrations.RunPython(put_guard, take_guard)]
