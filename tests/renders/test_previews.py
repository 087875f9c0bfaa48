"""Previews: a draft becomes a PDF at once, before all renders, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.lib.errors import AppError, RateLimited
from renders import previewing
from renders.chromium import RenderTooLarge
from renders.models import Preview, Render
from renders.previewing import Draft, PreviewLate, Superseded, preview
from templates_app.fields import parse_manifest
from templates_app.models import Template
from tests.factories import CONTENT, MANIFEST, SAMPLE, make_render, make_template
from tests.fakes import FakeLane, fake_worker

pytestmark = pytest.mark.django_db


def draft(project, **changes) -> Draft:
    given = {"channel": "session-1", "name": "Quote", "locale": "en", "content": CONTENT, "data": SAMPLE}
    return Draft(project=project, manifest=parse_manifest(MANIFEST), **{**given, **changes})


def served_by(worker):
    """What stands in for the wait: the worker serves one."""
    return lambda seconds: worker.serve_one()


def test_a_draft_comes_back_as_a_pdf_and_nothing_is_kept(acme, tmp_path):
    pdf, warnings = preview(draft(acme.project), pause=served_by(fake_worker(tmp_path)))

    assert pdf.startswith(b"%PDF")
    assert [warning["code"] for warning in warnings] == ["unused_loop"]
    assert not Preview.objects.exists()
    assert not Render.objects.exists()
    assert not Template.objects.exists()
    assert not list(tmp_path.rglob("*.pdf"))


def test_it_shows_the_values_and_makes_up_those_that_are_missing(acme, tmp_path):
    lane = FakeLane()

    preview(draft(acme.project, data={"customer.name": "Ada Ltd"}), pause=served_by(fake_worker(tmp_path, lane)))
    preview(draft(acme.project, data={}), pause=served_by(fake_worker(tmp_path, lane)))

    assert "Ada Ltd" in lane.printed[0]
    assert "Acme Corp" in lane.printed[1]


def test_a_value_that_does_not_fit_gives_way_with_a_warning(acme, tmp_path):
    given = {"customer": {"name": "Ada Ltd"}, "total": "a lot", "unheard": 1}

    _, warnings = preview(draft(acme.project, data=given), pause=served_by(fake_worker(tmp_path)))

    assert [(warning["code"], warning["path"]) for warning in warnings if warning["code"] != "unused_loop"] == [
        ("sample_unfit", "total")
    ]


def test_values_that_are_worked_out_are_no_matter_for_a_warning(acme, tmp_path):
    variables = [{"key": "net", "dataType": "number"}, {"key": "total", "dataType": "number", "computed": "net * 2"}]
    manifest = parse_manifest({"variables": variables, "loops": []})
    asked = Draft(acme.project, "session-1", "Quote", "en", CONTENT, manifest, {"net": 2, "total": 9})

    _, warnings = preview(asked, pause=served_by(fake_worker(tmp_path)))

    assert "unknown_key" not in {warning["code"] for warning in warnings}


def test_it_goes_before_every_render_that_waits(acme, globex, tmp_path):
    waiting = [make_render(make_template(party.project), status="queued") for party in (acme, globex)]

    preview(draft(acme.project), pause=served_by(fake_worker(tmp_path)))

    assert {render.status for render in Render.objects.filter(pk__in=[row.pk for row in waiting])} == {"queued"}


def test_why_it_cannot_be_printed_is_told(acme, tmp_path):
    worker = fake_worker(tmp_path, FakeLane(RenderTooLarge("The document has 900 pages; at most 500 are printed.")))

    with pytest.raises(AppError, match="900 pages") as caught:
        preview(draft(acme.project), pause=served_by(worker))

    assert caught.value.code == RenderTooLarge.code
    assert caught.value.status == RenderTooLarge.status


def test_a_fault_of_ours_is_told_as_one(acme, tmp_path):
    with pytest.raises(AppError) as caught:
        preview(draft(acme.project), pause=served_by(fake_worker(tmp_path, FakeLane(ZeroDivisionError()))))

    assert (caught.value.status, caught.value.code) == (500, "internal")


def test_of_one_editor_only_the_newest_counts(acme, tmp_path):
    worker = fake_worker(tmp_path)

    def ask_again(_seconds):
        preview(draft(acme.project), pause=served_by(worker))

    with pytest.raises(Superseded):
        preview(draft(acme.project), pause=ask_again)


def test_a_project_cannot_fill_the_desk(acme, globex, tmp_path):
    for number in range(previewing.MOST_WAITING):
        Preview.objects.create(
            project=acme.project, channel=str(number), name="", locale="en", content={}, manifest={}, data={}
        )

    with pytest.raises(RateLimited):
        preview(draft(acme.project))

    worker = fake_worker(tmp_path)
    Preview.objects.filter(project=acme.project).delete()
    assert preview(draft(globex.project), pause=served_by(worker))[0]


def test_when_nobody_has_time_the_wait_ends(acme, monkeypatch):
    monkeypatch.setattr(previewing, "WAIT_SECONDS", 0.0)

    with pytest.raises(PreviewLate):
        preview(draft(acme.project), pause=lambda seconds: None)

    assert not Preview.objects.exists()


def test_old_ones_are_neither_printed_nor_kept(acme, tmp_path):
    row = Preview.objects.create(
        project=acme.project, channel="x", name="", locale="en", content={}, manifest={}, data={}
    )
    Preview.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(minutes=5))

    assert fake_worker(tmp_path).serve_one() is False
    assert Preview.objects.forget_old() == 1
