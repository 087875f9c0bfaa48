"""`/v1/renders`: poll, list, cancel, download."""

from __future__ import annotations

import time

import pytest
from django.conf import settings as conf
from django.test import Client

from craftkit.lib.storage import store_from_url
from renders import downloads
from tests.api.calls import Caller, error
from tests.factories import make_render, make_template

PDF = b"%PDF-1.7 a small file"


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


@pytest.fixture
def render(acme):
    store_from_url(conf.STORAGE_URL).put("one.pdf", PDF, content_type="application/pdf")
    return make_render(make_template(acme.project), pdf_key="one.pdf", pages=1, pdf_bytes=len(PDF))


def path_of(render) -> str:
    return str(downloads.link(render)).removeprefix("http://craftkit.test")


def test_a_finished_render_has_a_link_that_opens_without_a_key(caller, render):
    body = caller.get(f"/v1/renders/{render.pk}").json()

    opened = Client().get(body["downloadUrl"].removeprefix("http://craftkit.test"))

    assert body["downloadUrl"].startswith("http://craftkit.test/files/")
    assert (opened.status_code, opened.content) == (200, PDF)
    assert opened["X-Robots-Tag"] == "noindex"


def test_a_link_ends_and_says_what_to_do(caller, render, settings, monkeypatch):
    url = path_of(render)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_401)

    ended = Client().get(url)

    assert ended.status_code == 404
    assert b"%PDF" not in ended.content


def test_a_link_without_a_term_never_ends(render, settings, monkeypatch):
    settings.DOWNLOAD_URL_TTL_SECONDS = 0
    url = path_of(render)
    monkeypatch.setattr(time, "time", lambda: 10_000_000_000.0)

    assert Client().get(url).status_code == 200


@pytest.mark.parametrize("change", [lambda token: token[:-2], lambda token: "x" + token, lambda token: "WyJhIl0"])
def test_a_forged_link_opens_nothing(render, change):
    token = path_of(render).rsplit("/", 1)[1]

    assert Client().get(f"/files/{change(token)}").status_code == 404


def test_the_download_is_an_attachment_named_after_the_render(caller, render):
    answer = caller.get(f"/v1/renders/{render.pk}/download")

    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["Content-Disposition"] == f'attachment; filename="{render.pk}.pdf"'


def test_without_a_pdf_there_is_nothing_to_download(acme, caller):
    queued = make_render(make_template(acme.project), status="queued")

    answer = caller.get(f"/v1/renders/{queued.pk}/download")

    assert (answer.status_code, error(answer)["code"]) == (409, "not_ready")


def test_a_file_that_is_gone_is_a_clean_error(caller, render):
    store_from_url(conf.STORAGE_URL).delete("one.pdf")

    answer = caller.get(f"/v1/renders/{render.pk}/download")

    assert answer.status_code >= 400
    assert error(answer)["code"]


def test_a_queued_render_is_cancelled_once(acme, caller):
    queued = make_render(make_template(acme.project), status="queued")

    first = caller.post(f"/v1/renders/{queued.pk}/cancel")
    second = caller.post(f"/v1/renders/{queued.pk}/cancel")

    assert (first.status_code, first.json()["status"]) == (200, "cancelled")
    assert first.json()["completedAt"]
    assert (second.status_code, error(second)["code"]) == (409, "conflict")


def test_the_list_is_newest_first_in_pages(acme, caller):
    template = make_template(acme.project)
    made = [str(make_render(template).pk) for _ in range(3)]

    first = caller.get("/v1/renders?limit=2").json()
    second = caller.get(f"/v1/renders?limit=2&cursor={first['nextCursor']}").json()

    assert [row["id"] for row in first["renders"] + second["renders"]] == made[::-1]
    assert (first["hasMore"], second["hasMore"]) == (True, False)


def test_the_list_is_filtered(acme, caller):
    invoice, letter = make_template(acme.project), make_template(acme.project, "letter")
    make_render(invoice, status="failed", error_code="render_timeout", error_message="Too slow.")
    make_render(letter, source="hook")
    make_render(letter, env="test")

    def slugs(query: str) -> list[str]:
        return [row["templateSlug"] for row in caller.get(f"/v1/renders?{query}").json()["renders"]]

    assert slugs("") == ["letter", "invoice"]
    assert slugs("status=failed") == ["invoice"]
    assert slugs("template=letter") == ["letter"]
    assert slugs("source=hook") == ["letter"]
    assert slugs("createdAfter=2999-01-01T00:00:00Z") == []
    assert slugs("createdBefore=2999-01-01T00:00:00Z") == ["letter", "invoice"]


@pytest.mark.parametrize("query", ["status=done", "source=x", "createdAfter=yesterday", "limit=1000"])
def test_a_wrong_filter_is_invalid_request(caller, query):
    answer = caller.get(f"/v1/renders?{query}")

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")


def test_a_failed_render_says_why(acme, caller):
    failed = make_render(make_template(acme.project), status="failed", error_code="x", error_message="Too slow.")

    body = caller.get(f"/v1/renders/{failed.pk}").json()

    assert (body["status"], body["errorMessage"], body["errorCode"], body["downloadUrl"]) == (
        "failed", "Too slow.", "x", None,
    )  # fmt: skip


def test_the_list_costs_the_same_for_many_rows(acme, caller, django_assert_max_num_queries):
    template = make_template(acme.project)
    for _ in range(20):
        make_render(template)

    with django_assert_max_num_queries(5):
        caller.get("/v1/renders")
