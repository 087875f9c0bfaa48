"""What the list of documents can do beyond showing them: find, filter, sort, keep views, act on many, export."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from craftkit.lib.ids import earliest_id
from craftkit.lib.storage import store_from_url
from renders import ordering, picking, selection
from renders.models import BatchRow, Render, SavedView
from tests.conftest import signed_in
from tests.factories import make_batch, make_logged_request, make_member, make_render, make_template

PDF = b"%PDF-1.7 one"


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def place(party, end: str = "") -> str:
    return f"/projects/{party.project.pk}/documents{end}"


def listed(party, **query: str) -> str:
    answer = party.client.get(place(party), query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(party, **query: str) -> list[str]:
    """The ids of the documents in the list, in its order."""
    return re.findall(r'id="document-([0-9a-f-]{36})"', listed(party, **query))


def with_pdf(template, name: str = "", **fields) -> Render:
    key = f"list/{Render.objects.count()}.pdf"
    store_from_url(settings.STORAGE_URL).put(key, PDF, content_type="application/pdf")
    return make_render(template, pdf_key=key, pdf_bytes=len(PDF), filename=name, **fields)


def test_words_find_file_names_and_names_of_templates(acme, template):
    named = make_render(template, filename="Rechnung Müller 2026.pdf")
    letter = make_render(make_template(acme.project, "offer-letter"))

    assert rows(acme, q="müller") == [str(named.pk)]
    assert rows(acme, q="2026") == [str(named.pk)]
    assert rows(acme, q="Offer Letter") == rows(acme, q="offer-l") == [str(letter.pk)]
    assert rows(acme, q="_") == rows(acme, q="%") == []


def test_ids_of_the_sender_and_of_the_request_find_a_document(acme, globex, template):
    first, second = make_render(template), make_render(template, request_id="req_0123456789")
    make_batch(first, make_render(template))
    BatchRow.objects.filter(render=first).update(external_id="ORDER-77")
    foreign = make_render(make_template(globex.project))
    make_batch(foreign)
    BatchRow.objects.filter(render=foreign).update(external_id="ORDER-77")
    make_logged_request(acme.project)

    assert rows(acme, q="ORDER-77") == [str(first.pk)]
    assert rows(acme, q="req_0123456789") == [str(second.pk)]


def test_the_list_is_narrowed_by_source_days_and_warnings(acme, template):
    now = timezone.now()
    old = make_render(template, id=earliest_id(now - timedelta(days=10)), source="form")
    new = make_render(template, warnings=[{"code": "unknown_key", "message": "vat is not in the manifest."}])
    day = (now - timedelta(days=10)).strftime("%Y-%m-%d")

    assert rows(acme, source="form") == [str(old.pk)]
    assert rows(acme, span="week") == [str(new.pk)]
    assert rows(acme, to=day) == rows(acme, **{"from": day, "to": day}) == [str(old.pk)]
    assert rows(acme, warnings="yes") == [str(new.pk)]


@pytest.mark.parametrize(
    "query", [{"from": "2026-02-31"}, {"to": "x"}, {"span": "ever"}, {"source": "x"}, {"sort": "x"}, {"q": "a\0"}]
)
def test_rubbish_in_the_address_is_left_out(acme, template, query):
    make_render(template, filename="a.pdf")

    assert len(rows(acme, **query)) == 1


def test_the_list_is_put_in_order(acme, template):
    now = timezone.now()
    slow = make_render(template, filename="b.pdf", completed_at=now + timedelta(seconds=9))
    quick = make_render(template, filename="C.pdf")
    middle = make_render(template, filename="a.pdf", completed_at=now + timedelta(seconds=3))
    by_name = {name: str(render.pk) for name, render in zip("bca", (slow, quick, middle), strict=True)}

    assert rows(acme) == [by_name[name] for name in "acb"]
    assert rows(acme, sort="oldest") == [by_name[name] for name in "bca"]
    assert rows(acme, sort="slowest") == [by_name[name] for name in "bac"]
    assert rows(acme, sort="name") == [by_name[name] for name in "abc"]


@pytest.mark.parametrize("order", ["", "oldest", "slowest", "name"])
def test_pages_of_every_order_have_each_document_once(acme, template, monkeypatch, order):
    monkeypatch.setattr(ordering, "PAGE_ROWS", 2)
    made = {str(make_render(template).pk) for _ in range(5)}

    seen, cursor = [], ""
    for _ in range(3):
        seen += rows(acme, sort=order, cursor=cursor)
        found = re.search(r'id="page-next"[^>]*cursor=([0-9a-f-]{36})', listed(acme, sort=order, cursor=cursor))
        cursor = found[1] if found else ""

    assert cursor == ""

    assert len(seen) == 5
    assert set(seen) == made


def test_only_the_newest_are_put_in_order_by_name_and_the_page_says_so(acme, template, monkeypatch):
    monkeypatch.setattr(selection, "RECENT", 2)
    for name in "abc":
        make_render(template, filename=f"{name}.pdf")

    page = listed(acme, sort="name")

    assert "Among the newest 2 documents" in page
    assert "a.pdf" not in page
    assert "Among the newest" not in listed(acme)


def test_a_view_is_saved_shown_renamed_and_deleted(acme, template):
    make_render(template, status="failed")

    saved = acme.client.post(place(acme, "/views/new?status=failed&cursor=x"), {"name": "Failures"})
    view = SavedView.objects.get()
    shown = listed(acme)
    renamed = acme.client.post(place(acme, f"/views/{view.pk}"), {"name": "Broken"}, follow=True)
    asked = acme.client.get(place(acme, f"/views/{view.pk}/delete"))
    deleted = acme.client.post(place(acme, f"/views/{view.pk}/delete"), follow=True)

    assert saved["Location"] == place(acme, "?status=failed")
    assert view.query == "status=failed"
    assert 'href="?status=failed">Failures</a>' in shown
    assert 'aria-current="true">Broken</a>' in renamed.content.decode()
    assert "The documents stay." in asked.content.decode()
    assert "The view “Broken” is gone." in deleted.content.decode()
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_of_its_own(acme):
    for name in ("Mine", "Mine"):
        answer = acme.client.post(place(acme, "/views/new?q=a"), {"name": name})

    assert answer.status_code == 422
    assert "Another view has this name." in answer.content.decode()


def test_views_belong_to_one_person(acme, template):
    view = SavedView.objects.create(project=acme.project, user=acme.user, name="Mine", query="q=a")
    colleague = signed_in(make_member(acme.account, "admin"))

    assert "Mine" not in colleague.get(place(acme)).content.decode()
    assert colleague.post(place(acme, f"/views/{view.pk}/delete")).status_code == 404


def test_picked_documents_come_as_a_zip_also_for_readers(acme, template):
    same = [with_pdf(template, "Invoice.pdf") for _ in range(2)]
    unfinished = make_render(template, status="queued")
    reader = signed_in(make_member(acme.account, "viewer"))

    answer = reader.post(place(acme, "/zip"), {"id": [str(one.pk) for one in [*same, unfinished]] + ["x"]})

    assert answer["Content-Disposition"] == 'attachment; filename="acme-documents.zip"'
    bundle = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert sorted(bundle.namelist()) == ["Invoice (2).pdf", "Invoice.pdf"]
    assert bundle.read("Invoice.pdf") == PDF


def test_what_is_too_large_or_empty_is_said(acme, template, monkeypatch):
    render = with_pdf(template)
    monkeypatch.setattr(picking, "MOST_BYTES", 3)

    large = acme.client.post(place(acme, "/zip?status=succeeded"), {"id": str(render.pk)})
    empty = acme.client.post(place(acme, "/zip"), {"id": str(make_render(template, status="failed").pk)}, follow=True)

    assert large["Location"] == place(acme, "?status=succeeded")
    assert "None of the selected documents has a PDF." in empty.content.decode()


def test_picked_documents_are_rendered_again(acme, template):
    over, waiting = make_render(template, status="failed"), make_render(template, status="queued")

    answer = acme.client.post(place(acme, "/again"), {"id": [str(over.pk), str(waiting.pk)]}, follow=True)

    again = Render.objects.exclude(pk__in=[over.pk, waiting.pk]).get()
    assert (again.data, again.status, again.source) == (over.data, "queued", "dashboard")
    page = answer.content.decode()
    assert "1 document is rendered again." in page
    assert "1 document was left as it is" in page


def test_picked_documents_are_cancelled(acme, globex, template):
    waiting, over = make_render(template, status="queued"), make_render(template)
    foreign = make_render(make_template(globex.project), status="queued")

    ids = [str(one.pk) for one in (waiting, over, foreign)]
    page = acme.client.post(place(acme, "/cancel"), {"id": ids}, follow=True).content.decode()

    assert "1 document was cancelled." in page
    assert {row.pk: row.status for row in Render.objects.all()} == {
        waiting.pk: "cancelled",
        over.pk: "succeeded",
        foreign.pk: "queued",
    }


def test_no_more_than_a_hundred_are_taken_at_once(acme, template, monkeypatch):
    monkeypatch.setattr(picking, "MOST", 2)
    made = [str(make_render(template, status="queued").pk) for _ in range(3)]

    acme.client.post(place(acme, "/cancel"), {"id": made})

    assert Render.objects.filter(status="cancelled").count() == 2


def test_the_selection_comes_as_csv_without_formulas(acme, template):
    make_render(template, filename="=HYPERLINK(1).pdf", pages=3)
    make_render(template, status="failed", error_code="render_timeout")

    answer = acme.client.get(place(acme, ".csv"), {"status": "succeeded"})

    text = b"".join(answer.streaming_content).decode()
    head, line = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    found = dict(zip(head, line, strict=True))
    assert found["file"] == "'=HYPERLINK(1).pdf"
    assert (found["template"], found["status"], found["pages"]) == ("invoice", "succeeded", "3")


def test_filtering_renews_what_stands_around_the_rows_and_polling_does_not(acme, template):
    make_render(template)
    headers = {"HX-Request": "true"}

    filtered = acme.client.get(place(acme), {"q": "", "status": "failed"}, headers=headers | {"HX-Trigger": "filters"})
    polled = acme.client.get(place(acme), {"status": "failed"}, headers=headers | {"HX-Trigger": "documents"})

    assert 'id="views" class="views" hx-swap-oob="true"' in filtered.content.decode()
    assert filtered["HX-Replace-Url"] == place(acme, "?status=failed")
    assert "hx-swap-oob" not in polled.content.decode()
    assert "HX-Replace-Url" not in polled


def test_readers_get_no_buttons_that_change_something(acme, template):
    make_render(template, status="queued")
    page = signed_in(make_member(acme.account, "viewer")).get(place(acme)).content.decode()

    assert "Download as ZIP" in page
    assert "Render again" not in page
    assert "Cancel rendering" not in page
