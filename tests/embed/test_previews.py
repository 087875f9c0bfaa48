"""The preview that the builder asks for: the real PDF of a draft, or why there is none."""

from __future__ import annotations

import json
from io import BytesIO

import pikepdf
import pytest

from craftkit.accounts.models import Project
from embed.tongue import as_header
from renders import previewing
from renders.models import Preview
from templates_app.models import Template
from tests.api.calls import error
from tests.embed.hosts import BLANK, enabled, iframe
from tests.factories import CONTENT, make_template
from tests.fakes import FakeLane, fake_worker

pytestmark = pytest.mark.django_db
PATH = "/v1/embed/preview"
CATALOG = {
    "namespaces": [
        {
            "key": "customer",
            "label": "Customer",
            "fields": [{"key": "customer.name", "label": "Name", "dataType": "text", "previewData": "Ada Shipping"}],
        }
    ]
}


@pytest.fixture
def lane(monkeypatch, tmp_path):
    """A worker prints while the request waits."""
    lane = FakeLane()
    worker = fake_worker(tmp_path, lane)
    monkeypatch.setattr(previewing.time, "sleep", lambda seconds: None)  # type: ignore[attr-defined]
    monkeypatch.setattr(previewing, "_wait", served(previewing._wait, worker))
    return lane


def served(wait, worker):
    return lambda row, pause: wait(row, lambda seconds: worker.serve_one())


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def test_a_draft_comes_back_as_a_pdf(partner, lane):
    caller = iframe(partner.live_key, variableCatalog=CATALOG)

    answer = caller.post(PATH, {"templateId": None, "content": CONTENT, "data": {}})

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert json.loads(answer["X-Craftkit-Warnings"]) == []
    assert "Ada Shipping" in lane.printed[0]
    assert not Preview.objects.exists()
    assert not Template.objects.exists()


@pytest.mark.parametrize(("kind", "is_marked"), [("test_key", True), ("live_key", False)])
def test_what_a_test_session_sees_is_marked_as_its_documents_are(partner, lane, kind, is_marked):
    answer = iframe(getattr(partner, kind)).post(PATH, {"content": CONTENT, "data": {}})

    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert ("/CraftkitMark" in pdf.pages[0].resources.get("/XObject", {})) == is_marked


def test_the_hosts_values_win(partner, lane):
    caller = iframe(partner.live_key, variableCatalog=CATALOG)

    caller.post(PATH, {"content": CONTENT, "data": {"customer.name": "Host Ltd"}})

    assert "Host Ltd" in lane.printed[0]


def test_an_invalid_document_is_400_with_pointers(partner, lane):
    broken = {"schema": 1, "body": {"type": "doc", "content": [{"type": "nonsense"}]}}

    answer = iframe(partner.live_key).post(PATH, {"content": broken, "data": {}})

    assert answer.status_code == 400
    assert next(iter(error(answer)["issues"]["fieldErrors"])).startswith("layout/body/content/0")
    assert lane.printed == []


@pytest.mark.parametrize("content", [{}, {"schema": 1}, {"kind": "nonsense"}, {"schema": 1, "kind": "pdf-overlay"}])
def test_rubbish_is_400(partner, lane, content):
    assert iframe(partner.live_key).post(PATH, {"content": content}).status_code == 400


def test_a_session_that_only_looks_may_see_too(partner, lane):
    template = make_template(partner.project)
    caller = iframe(partner.live_key, scope={"mode": "view", "templateId": str(template.pk)}, permissions={})

    assert caller.post(PATH, {"templateId": str(template.pk), "content": BLANK}).status_code == 200


def test_a_template_of_another_tenant_does_not_exist(partner, lane):
    template = make_template(partner.project)

    answer = iframe(partner.live_key).post(PATH, {"templateId": str(template.pk), "content": BLANK})

    assert (answer.status_code, error(answer)["code"]) == (404, "template_not_found")


def test_when_no_worker_has_time_it_is_503(partner, monkeypatch):
    monkeypatch.setattr(previewing, "WAIT_SECONDS", 0.0)

    answer = iframe(partner.live_key).post(PATH, {"content": BLANK})

    assert (answer.status_code, error(answer)["code"]) == (503, "preview_unavailable")
    assert answer["Retry-After"]
    assert Project.objects.exists()


def test_the_header_holds_as_many_warnings_as_fit_in_ascii():
    text = as_header([{"code": "x", "message": "ü" * 200}] * 100)

    assert len(text) <= 6000
    assert text.isascii()
    assert len(json.loads(text)) > 2
