"""Entries of the log of administrative actions are not changed: the database itself refuses it.

SQLite drops the triggers of a table that a migration rebuilds, so a migration that alters `accounts_auditentry` runs
`put_guard` again at its end; a test checks that the guard stands.
"""

from django.db import migrations

POSTGRES = """
CREATE OR REPLACE FUNCTION accounts_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is never changed';
END $$;
DROP TRIGGER IF EXISTS accounts_audit_guard ON accounts_auditentry;
CREATE TRIGGER accounts_audit_guard BEFORE UPDATE ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION accounts_audit_guard();
"""
SQLITE = (
    "DROP TRIGGER IF EXISTS accounts_audit_guard",
    """CREATE TRIGGER accounts_audit_guard BEFORE UPDATE ON accounts_auditentry
       BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
)


def put_guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES, params=None)
        return
    for statement in SQLITE:
        schema_editor.execute(statement, params=None)


def take_guard(apps, schema_editor):
    on_table = " ON accounts_auditentry" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS accounts_audit_guard{on_table}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_audit_log")]

    operations = [migrations.RunPython(put_guard, take_guard)]
