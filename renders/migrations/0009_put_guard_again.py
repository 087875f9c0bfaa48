"""A column was added to renders since the guard was put, and on SQLite that took its triggers away."""

from importlib import import_module

from django.db import migrations

guard = import_module("renders.migrations.0002_guard_transitions")


class Migration(migrations.Migration):
    dependencies = [("renders", "0008_index_lists_by_env")]

    operations = [migrations.RunPython(guard.put_guard, migrations.RunPython.noop)]
