"""Radio and select fields: asked for with options, chosen on the page, printed into the PDF."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest
from django.test import Client

from craftkit.lib.storage import from_settings
from renders.models import Render
from signatures import consent
from signatures.filling import Filled, fill
from signatures.models import SignatureRequest
from tests.api.calls import Caller
from tests.signatures.conftest import asked, field, pdf_bytes, person, recipient, sealed

TERMS = ["Monthly", "Yearly & paid ahead"]


def request_of(document: Render, kind: str, **more: Any) -> SignatureRequest:
    """A request with nothing but one field to choose in."""
    return asked(document, fields=[field(type=kind, options=TERMS, **more)])


def submit(request: SignatureRequest, value: str) -> Any:
    """Send the page's form."""
    sent = {str(recipient(request).fields.get().pk): value, "consent": consent.VERSION}
    return Client().post(f"/sign/{recipient(request).token}/sign", {**sent, "document": request.pdf_sha256})


@pytest.mark.parametrize("kind", ["radio", "select"])
def test_the_page_offers_the_options(document, kind):
    page = Client().get(f"/sign/{recipient(request_of(document, kind)).token}").content.decode()

    assert "Choose one" in page
    assert "Monthly" in page
    assert "Yearly &amp; paid ahead" in page


@pytest.mark.parametrize("kind", ["radio", "select"])
def test_what_was_chosen_stands_in_the_sealed_pdf(document, kind):
    request = request_of(document, kind)

    answer = submit(request, TERMS[1])

    assert answer.status_code == 302
    done = sealed(request)
    pdf = pypdfium2.PdfDocument(from_settings().get(done.signed_key))
    text = pdf[0].get_textpage().get_text_range()
    assert TERMS[1] in text
    # A group shows what else there was to choose.
    assert (TERMS[0] in text) is (kind == "radio")


@pytest.mark.parametrize(("value", "fault"), [("Never", "Choose one of the options."), ("", "has to be filled in")])
@pytest.mark.parametrize("kind", ["radio", "select"])
def test_nothing_else_can_be_chosen(document, kind, value, fault):
    request = request_of(document, kind)

    answer = submit(request, value)

    assert answer.status_code == 400
    assert fault in answer.content.decode()
    assert recipient(request).status == "sent"


def test_an_optional_choice_may_be_left_open(document):
    request = request_of(document, "radio", required=False)

    assert submit(request, "").status_code == 302


def test_the_api_answers_with_the_options(acme, document):
    body = {"renderId": str(document.pk), "recipients": [person()], "fields": [field(type="select", options=TERMS)]}

    answer = Caller(acme.live_key).post("/v1/signatures", body)

    assert answer.status_code == 201, answer.json()
    assert answer.json()["fields"][0]["options"] == TERMS


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("radio", None),
        ("select", ["One"]),
        ("radio", ["One", "One"]),
        ("select", ["One", "Two\nlines"]),
        ("radio", ["One", "\N{GRINNING FACE}"]),
        ("text", TERMS),
    ],
)
def test_options_that_cannot_be_are_refused(acme, document, kind, options):
    body = {"renderId": str(document.pk), "recipients": [person()], "fields": [field(type=kind, options=options)]}

    answer = Caller(acme.live_key).post("/v1/signatures", body)

    assert answer.status_code == 400
    assert "fields[0].options" in answer.json()["error"]["issues"]["fieldErrors"]
    assert not SignatureRequest.objects.exists()


def test_a_long_option_wraps_inside_its_field_and_leaves_the_others_readable():
    long = "A rather long option that says all the terms under which one would pay at the end of the year"
    value = Filled(page=1, x=10, y=10, width=30, height=10, text=long, options=("Monthly", long, "No"))

    page = pypdfium2.PdfDocument(fill(pdf_bytes(), [value]))[0]

    words, (across, down) = page.get_textpage(), page.get_size()
    inside = words.get_text_bounded(across * 0.1, down * 0.8, across * 0.4, down * 0.9)
    assert [" ".join(inside.split()).count(option) for option in value.options] == [1, 1, 1]
    heights = [top - bottom for _, bottom, _, top in map(words.get_rect, range(words.count_rects()))]
    assert min(heights) > 4
