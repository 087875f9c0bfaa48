"""The database's own guard: final states are final, and every change of state leaves a row."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from renders.models import Render
from tests.factories import make_render, make_template

GUARDS = {"sqlite": {"renders_guard_final", "renders_guard_log"}, "postgresql": {"renders_guard"}}
QUERIES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'renders_guard%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'renders_guard%'",
}


def test_the_guard_stands_after_all_migrations(db):
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[connection.vendor])
        standing = {row[0] for row in cursor.fetchall()}

    assert standing == GUARDS[connection.vendor]


@pytest.mark.parametrize("final", ["succeeded", "failed", "cancelled"])
@pytest.mark.parametrize("after", ["queued", "rendering", "succeeded", "failed", "cancelled"])
def test_a_final_state_never_changes(acme, final, after):
    render = make_render(make_template(acme.project), status=final)

    if after == final:
        assert Render.objects.filter(pk=render.pk).update(status=after) == 1
    else:
        with pytest.raises(DatabaseError, match="already"), transaction.atomic():
            Render.objects.filter(pk=render.pk).update(status=after)
    render.refresh_from_db()
    assert render.status == final


def test_every_change_of_state_is_written_down(acme):
    render = make_render(make_template(acme.project), status="queued")
    first = Render.objects.claim(render.pk, worker="host:1:aa", seconds=60)
    assert first
    Render.objects.put_back(render.pk, first, seconds=-1)
    second = Render.objects.claim(render.pk, worker="host:1:aa", seconds=60)
    assert second
    Render.objects.finish(render.pk, second, status="succeeded")

    written = list(render.transitions.order_by("id").values_list("old", "new", "attempt"))

    assert written == [
        ("queued", "rendering", 1),
        ("rendering", "queued", 1),
        ("queued", "rendering", 2),
        ("rendering", "succeeded", 2),
    ]


def test_what_does_not_change_the_state_is_not_written_down(acme):
    render = make_render(make_template(acme.project), status="queued")

    Render.objects.filter(pk=render.pk).update(status="queued", filename="other.pdf")

    assert not render.transitions.exists()
