"""The audit trail of a deleted project goes with it: the one occasion at which the database's guard steps aside."""

from __future__ import annotations

from django.db import connection

from craftkit.accounts.models import Project
from signatures.models import AuditEntry

TABLE = "signatures_auditentry"


def clear_trails(project: Project) -> None:
    """Delete all entries of a project that is purged; in a transaction, at whose end the guard stands again."""
    entries = AuditEntry.objects.filter(request__project=project)
    if not entries.exists():
        return
    if connection.vendor == "postgresql":
        _run("SET CONSTRAINTS ALL IMMEDIATE", f"ALTER TABLE {TABLE} DISABLE TRIGGER signatures_guard")
        entries.delete()
        _run(f"ALTER TABLE {TABLE} ENABLE TRIGGER signatures_guard")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s",
            [TABLE, "signatures_guard%"],
        )
        guards = cursor.fetchall()
    _run(*(f"DROP TRIGGER {name}" for name, _ in guards))
    entries.delete()
    _run(*(statement for _, statement in guards))


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, None)
