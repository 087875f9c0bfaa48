"""Final states are final, and every change of state leaves a row: both by the database itself.

SQLite drops the triggers of a table that a migration rebuilds, so a migration that alters `renders_render` runs
`put_guard` again at its end; a test checks that the guard stands.
"""

from django.db import migrations

POSTGRES = """
CREATE OR REPLACE FUNCTION renders_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('succeeded', 'failed', 'cancelled') THEN
    RAISE EXCEPTION 'render % is already %', OLD.id, OLD.status;
  END IF;
  INSERT INTO renders_rendertransition (render_id, old, new, attempt, at)
  VALUES (NEW.id, OLD.status, NEW.status, NEW.attempt, clock_timestamp());
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS renders_guard ON renders_render;
CREATE TRIGGER renders_guard BEFORE UPDATE OF status ON renders_render
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION renders_guard();
"""

SQLITE = (
    "DROP TRIGGER IF EXISTS renders_guard_final",
    """CREATE TRIGGER renders_guard_final BEFORE UPDATE OF status ON renders_render
       WHEN OLD.status <> NEW.status AND OLD.status IN ('succeeded', 'failed', 'cancelled')
       BEGIN SELECT RAISE(ABORT, 'render is already in a final state'); END""",
    "DROP TRIGGER IF EXISTS renders_guard_log",
    """CREATE TRIGGER renders_guard_log AFTER UPDATE OF status ON renders_render WHEN OLD.status <> NEW.status
       BEGIN INSERT INTO renders_rendertransition (render_id, old, new, attempt, at)
             VALUES (NEW.id, OLD.status, NEW.status, NEW.attempt, STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')); END""",
)


def put_guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES, params=None)
        return
    for statement in SQLITE:
        schema_editor.execute(statement, params=None)


def take_guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS renders_guard ON renders_render")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS renders_guard_final")
    schema_editor.execute("DROP TRIGGER IF EXISTS renders_guard_log")


class Migration(migrations.Migration):
    dependencies = [("renders", "0001_renders_and_transitions")]

    operations = [migrations.RunPython(put_guard, take_guard)]
