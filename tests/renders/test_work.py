"""`manage.py work`, one look at a time."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from renders.management.commands.work import PAUSE_SECONDS, TROUBLE_SECONDS, look
from renders.models import Render
from renders.upkeep import Upkeep
from renders.worker import Worker
from templates_app.models import TemplateVersion
from tests.factories import make_render, make_template
from tests.fakes import fake_worker


@pytest.fixture
def worker(tmp_path) -> Worker:
    """The worker of this process."""
    return fake_worker(tmp_path)


@pytest.fixture
def aside(worker) -> Upkeep:
    """Its upkeep, not started."""
    return Upkeep(worker, boss=0)


def test_while_there_is_work_it_does_not_pause(worker, aside, acme):
    make_render(make_template(acme.project), status="queued")

    assert look(worker, aside) == 0
    assert Render.objects.get().status == "succeeded"


def test_without_work_it_draws_pictures_and_pauses(worker, aside, acme):
    make_template(acme.project)

    assert look(worker, aside) == PAUSE_SECONDS
    assert TemplateVersion.objects.get().thumbnail_key
    assert worker.busy_since is None


@pytest.mark.parametrize("trouble", [OperationalError("database is locked"), RuntimeError("unforeseen")])
def test_no_trouble_ends_it(worker, aside, trouble, monkeypatch):
    def fail() -> bool:
        raise trouble

    monkeypatch.setattr(worker, "serve_one", fail)

    assert look(worker, aside) == TROUBLE_SECONDS
