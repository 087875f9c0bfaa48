"""Entries of the log of administrative actions stay unchanged, but for one thing: the name of who did it may be taken
out, when that person deletes their user. The rest of 0004's guard stands."""

from django.db import migrations

KEPT = "id, account_id, actor_id, role, action, project_id, project, target, details, ip, created_at"
DROP = "DROP TRIGGER IF EXISTS accounts_audit_guard"
DROP_NAME = "DROP TRIGGER IF EXISTS accounts_audit_name_guard"
POSTGRES = f"""
{DROP} ON accounts_auditentry;
{DROP_NAME} ON accounts_auditentry;
CREATE TRIGGER accounts_audit_guard BEFORE UPDATE OF {KEPT} ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION accounts_audit_guard();
CREATE TRIGGER accounts_audit_name_guard BEFORE UPDATE OF actor ON accounts_auditentry
  FOR EACH ROW WHEN (NEW.actor <> '') EXECUTE FUNCTION accounts_audit_guard();
"""
SQLITE = (
    DROP,
    DROP_NAME,
    f"""CREATE TRIGGER accounts_audit_guard BEFORE UPDATE OF {KEPT} ON accounts_auditentry
       BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
    """CREATE TRIGGER accounts_audit_name_guard BEFORE UPDATE OF actor ON accounts_auditentry WHEN NEW.actor <> ''
       BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
)
WHOLE_POSTGRES = f"""
{DROP_NAME} ON accounts_auditentry;
{DROP} ON accounts_auditentry;
CREATE TRIGGER accounts_audit_guard BEFORE UPDATE ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION accounts_audit_guard();
"""
WHOLE_SQLITE = (
    DROP_NAME,
    DROP,
    """CREATE TRIGGER accounts_audit_guard BEFORE UPDATE ON accounts_auditentry
       BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
)


def put(apps, schema_editor):
    run(schema_editor, POSTGRES, SQLITE)


def put_back(apps, schema_editor):
    run(schema_editor, WHOLE_POSTGRES, WHOLE_SQLITE)


def run(schema_editor, postgres, sqlite):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgres, params=None)
        return
    for statement in sqlite:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_roles_in_projects_and_invitations")]

    operations = [migrations.RunPython(put, put_back)]
