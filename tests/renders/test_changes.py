"""Golden prints kept and comparisons made by a worker, without a browser."""

from __future__ import annotations

import pytest

from renders import actions, changes, thumbnails, upkeep
from renders.chromium import RenderCrashed
from renders.lookout import Lookout
from renders.models import VersionComparison
from renders.upkeep import COMPARE, DRAW_THUMBNAIL
from renders.worker import Worker
from tests.factories import make_template, make_version
from tests.fakes import FakeBell, FakeLane, fake_worker


@pytest.fixture
def versions(acme):
    template = make_template(acme.project)
    return template.current_version, make_version(template)


@pytest.fixture
def worker(tmp_path) -> Worker:
    return fake_worker(tmp_path)


def asked(versions) -> VersionComparison:
    return actions.compare_later(old=versions[0], new=versions[1])


def test_drawing_a_version_keeps_its_golden_print(versions, worker):
    version = versions[1]

    thumbnails.draw(version.pk, worker)

    version.refresh_from_db()
    assert worker.store.get(version.golden_key).startswith(b"%PDF")
    assert version.thumbnail_key


def test_a_golden_print_that_was_accepted_stays(versions, worker):
    version = versions[1]
    type(version).objects.filter(pk=version.pk).update(golden_key="accepted")

    thumbnails.draw(version.pk, worker)

    version.refresh_from_db()
    assert version.golden_key == "accepted"


def test_a_comparison_is_made_once(versions, worker):
    row = asked(versions)
    changes.compare(row.pk, worker)
    changes.compare(row.pk, worker)

    again = asked(versions)

    assert (again.pk, again.status) == (row.pk, "ready")
    assert again.result["same"] is True
    assert len(worker.lane.printed) == 2


def test_asking_rings_and_who_hears_no_bell_finds_it(versions, worker, monkeypatch, django_capture_on_commit_callbacks):
    bell = FakeBell()
    monkeypatch.setattr("craftkit.lib.doorbell.ring_soon", bell)
    with django_capture_on_commit_callbacks(execute=True):
        asked(versions)

    Lookout(worker).look()

    assert [ring[0] for ring in bell.rings] == [COMPARE]
    assert VersionComparison.objects.get().status == "ready"


def test_a_forgotten_comparison_is_rung_for(versions, monkeypatch):
    bell = FakeBell()
    monkeypatch.setattr(upkeep, "ring", bell)
    monkeypatch.setattr(upkeep, "PULSE_SECONDS", 0)
    asked(versions)

    upkeep.ring_for_pictures()

    assert {ring[0] for ring in bell.rings} == {DRAW_THUMBNAIL, COMPARE}


def test_what_cannot_be_printed_says_why_and_is_tried_again_later(versions, worker, monkeypatch):
    type(versions[1]).objects.update(sample_data={})
    row = asked(versions)

    changes.compare(row.pk, worker)

    row.refresh_from_db()
    assert row.status == "failed"
    assert row.error
    assert asked(versions).status == "failed"
    monkeypatch.setattr("renders.comparison_models.SECOND_CHANCE_SECONDS", 0)
    assert asked(versions).is_pending


def test_a_crash_is_tried_again_but_not_for_ever(versions, tmp_path):
    worker = fake_worker(tmp_path, FakeLane(*[RenderCrashed()] * changes.TRIES))
    row = asked(versions)

    for _ in range(changes.TRIES):
        assert VersionComparison.objects.get().is_pending
        changes.compare(row.pk, worker)

    assert VersionComparison.objects.get().status == "failed"
