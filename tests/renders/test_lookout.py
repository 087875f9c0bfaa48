"""Looking for work without a bell, one look at a time."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from renders.lookout import PAUSE_SECONDS, TROUBLE_SECONDS, Lookout
from renders.models import Render
from renders.worker import Worker
from templates_app.models import TemplateVersion
from tests.factories import make_render, make_template
from tests.fakes import fake_worker


@pytest.fixture
def worker(tmp_path) -> Worker:
    """The worker of this process."""
    return fake_worker(tmp_path)


def test_while_there_is_work_it_does_not_pause(worker, acme):
    make_render(make_template(acme.project), status="queued")

    assert Lookout(worker).look() == 0
    assert Render.objects.get().status == "succeeded"


def test_without_work_it_draws_pictures_and_pauses(worker, acme):
    make_template(acme.project)

    assert Lookout(worker).look() == PAUSE_SECONDS
    assert TemplateVersion.objects.get().thumbnail_key
    assert worker.busy_since is None


@pytest.mark.parametrize("trouble", [OperationalError("database is locked"), RuntimeError("unforeseen")])
def test_no_trouble_ends_it(worker, trouble, monkeypatch):
    def fail() -> bool:
        raise trouble

    monkeypatch.setattr(worker, "serve_one", fail)

    assert Lookout(worker).look() == TROUBLE_SECONDS
