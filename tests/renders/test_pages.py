"""The list of documents and the page of one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from renders import events
from renders.models import Render
from tests.conftest import signed_in
from tests.factories import make_endpoint, make_member, make_render, make_template, make_version

MOST_QUERIES = 12


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def listed(party, **query: str) -> str:
    answer = party.client.get(f"/projects/{party.project.pk}/documents", query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(party, **query: str) -> set[str]:
    """The ids of the documents in the list."""
    return set(re.findall(r'id="document-([0-9a-f-]{36})"', listed(party, **query)))


def page_of(party, render: Render) -> str:
    answer = party.client.get(f"/projects/{party.project.pk}/documents/{render.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_no_documents_yet_leads_to_a_template_and_a_key(acme):
    page = listed(acme)

    assert "No live documents yet" in page
    assert f'href="/projects/{acme.project.pk}/templates"' in page


def test_no_live_documents_yet_points_at_the_test_ones(acme, template):
    make_render(template, env="test")

    assert "Show test documents" in listed(acme)
    assert "Nothing matches" in listed(acme, status="failed")


def test_live_and_test_documents_are_kept_apart(acme, template):
    live, test = make_render(template), make_render(template, env="test")

    assert rows(acme) == {str(live.pk)}
    assert rows(acme, env="test") == {str(test.pk)}


def test_foreign_documents_are_not_listed(acme, globex):
    foreign = make_render(make_template(globex.project))

    assert rows(acme) == set()
    assert rows(acme, q=str(foreign.pk)) == set()


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("unfinished", {"queued", "rendering"}),
        ("failed", {"failed"}),
        ("", set(Render.Status)),
        ("x", set(Render.Status)),
    ],
)
def test_the_list_is_narrowed_by_status(acme, template, status, found):
    made = {state.value: str(make_render(template, status=state).pk) for state in Render.Status}

    assert rows(acme, status=status) == {made[state] for state in found}


def test_a_whole_id_or_a_part_of_it_finds_a_document(acme, template):
    wanted, _ = make_render(template), make_render(template)

    for text in (str(wanted.pk), str(wanted.pk).upper(), wanted.pk.hex, str(wanted.pk)[-12:]):
        assert rows(acme, q=text) == {str(wanted.pk)}


@pytest.mark.parametrize("text", ["%", "not an id", "'; --", "zz"])
def test_what_cannot_be_an_id_finds_nothing(acme, template, text):
    make_render(template)

    assert "Nothing matches" in listed(acme, q=text)


def test_the_list_is_narrowed_to_a_template(acme, template):
    make_render(make_template(acme.project, "letter"))
    wanted = make_render(template)

    assert rows(acme, template="invoice") == {str(wanted.pk)}


def test_older_documents_are_a_page_away(acme, template):
    oldest = make_render(template)
    for _ in range(25):
        make_render(template)

    first = listed(acme)
    cursor = first.partition("?cursor=")[2].partition('"')[0]
    second = listed(acme, cursor=cursor)

    assert str(oldest.pk) not in first
    assert rows(acme, cursor=cursor) == {str(oldest.pk)}
    assert "Older" not in second


def test_a_broken_cursor_shows_the_first_page(acme, template):
    render = make_render(template)

    assert rows(acme, cursor="%%%") == {str(render.pk)}


def test_the_list_updates_itself_only_while_something_is_unfinished(acme, template):
    make_render(template)
    quiet = listed(acme)
    make_render(template, status="queued")

    assert 'hx-trigger="every' not in quiet
    assert 'hx-trigger="every' in listed(acme)


def test_the_rows_alone_are_sent_to_a_page_that_updates_itself(acme, template):
    make_render(template, status="queued")

    answer = acme.client.get(f"/projects/{acme.project.pk}/documents", headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div id="documents"')


def test_a_finished_document_shows_the_pdf_and_where_its_time_went(acme, template):
    begun = timezone.now() - timedelta(seconds=2)
    render = make_render(
        template, pdf_key="a.pdf", pages=2, pdf_bytes=2048, created_at=begun, timings={"layout": 2.5, "print": 48.0}
    )

    page = page_of(acme, render)

    assert '<ck-pdf-viewer src="/files/' in page
    assert 'href="http://craftkit.test/files/' in page
    assert "2 pages" in page
    assert "48\u202fms" in page
    assert "&quot;North Wind Ltd&quot;" in page
    assert 'hx-trigger="every' not in page


def test_an_unfinished_document_waits_and_can_be_cancelled(acme, template):
    render = make_render(template, status="queued")

    page = page_of(acme, render)

    assert "Waiting for a worker…" in page
    assert 'hx-trigger="every' in page
    assert f"/documents/{render.pk}/cancel" in page
    assert "Render again" not in page


def test_a_failed_document_says_why_and_what_helps(acme, template):
    failed = {"error_code": "render_timeout", "error_message": "The document took too long to print."}
    render = make_render(template, status="failed", attempt=3, **failed)

    page = page_of(acme, render)

    assert "The document took too long to print." in page
    assert "Send fewer rows" in page
    assert "after 3 attempts" in page


def test_warnings_are_named_with_their_place(acme, template):
    warning = {"code": "unknown_key", "message": "vat is not in the manifest.", "path": "vat", "page": 2}
    render = make_render(template, warnings=[warning])

    page = page_of(acme, render)

    assert "vat is not in the manifest." in page
    assert "page 2" in page


def test_data_cannot_become_markup(acme, template):
    render = make_render(template, data={"customer": {"name": "</code><script>alert(1)</script>"}}, filename="<b>.pdf")

    page = page_of(acme, render)

    assert "<script>alert" not in page
    assert "<b>" not in page


def test_many_documents_take_few_queries(acme, template, django_assert_max_num_queries):
    for number in range(30):
        render = make_render(make_template(acme.project, f"template-{number}"))

    for path in ("documents", f"documents/{render.pk}"):
        with django_assert_max_num_queries(MOST_QUERIES):
            acme.client.get(f"/projects/{acme.project.pk}/{path}")


def test_the_webhooks_that_told_of_a_document_are_listed(acme, template):
    make_endpoint(acme.project)
    told, other = make_render(template), make_render(template)
    with transaction.atomic():
        events.ended(told.pk)

    page, quiet = page_of(acme, told), page_of(acme, other)

    assert "render.succeeded" in page
    assert "https://93.184.216.34/hook" in page
    assert "No webhook was sent for this document." in quiet


def test_the_receipt_of_a_document_is_downloaded(acme, template):
    render = make_render(template, pdf_sha256="ab" * 32)

    answer = acme.client.get(f"/projects/{acme.project.pk}/documents/{render.pk}/receipt.json")

    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{render.pk}.json"'
    assert answer.json()["sha256"] == "ab" * 32
    assert "receipt.json" in page_of(acme, render)


def test_the_builder_opens_from_a_document_for_those_who_may_change_something(acme, template):
    render = make_render(template)
    make_version(template)
    reader = signed_in(make_member(acme.account, "viewer"))

    page = page_of(acme, render)
    read = reader.get(f"/projects/{acme.project.pk}/documents/{render.pk}").content.decode()

    assert f'href="/projects/{acme.project.pk}/templates/invoice/edit?document={render.pk}"' in page
    assert "made with version 1; the builder opens the newest" in page
    assert "Open in builder" not in read
