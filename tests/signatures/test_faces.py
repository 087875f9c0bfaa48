"""Typed signatures: written in the face that was picked, with every letter, on the page and in the sealed PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.test import Client

from craftkit.lib.letters import letters_of
from craftkit.lib.storage import from_settings
from signatures import consent, faces
from signatures.models import SignatureRequest
from tests.signatures.conftest import asked, person, recipient, sealed


def submit(request: SignatureRequest, name: str, face: str):
    """Send the page's form with a typed signature."""
    one = recipient(request)
    drawn = one.fields.get()
    sent = {str(drawn.pk): name, f"{drawn.pk}.face": face, "consent": consent.VERSION}
    return Client().post(f"/sign/{one.token}/sign", {**sent, "document": request.pdf_sha256})


def written(request: SignatureRequest) -> tuple[str, set[str]]:
    """The words of the sealed first page, and the fonts that our drawing uses there."""
    data = from_settings().get(sealed(request).signed_key)
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    with pikepdf.open(BytesIO(data)) as pdf:
        found = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        return text, {str(font.BaseFont) for font in found}


@pytest.mark.parametrize(
    ("name", "picked", "font"),
    [
        ("Zoé Müller-Nuñez", "caveat", "Caveat"),
        ("Zoé Müller-Nuñez", "great-vibes", "GreatVibes"),
        ("Łukasz Øård", "allura", "Allura"),
        # Allura has no Cyrillic, and none of them has Greek.
        ("Иван Петров", "allura", "GreatVibes"),
        ("Ωριγένης", "caveat", "LiberationSerif-Italic"),
    ],
)
def test_the_sealed_pdf_has_the_name_in_a_face_with_all_its_letters(document, name, picked, font):
    request = asked(document)

    assert submit(request, name, picked).status_code == 302

    text, fonts = written(request)
    assert name in text
    assert any(font in found for found in fonts)


def test_letters_that_nothing_has_are_refused_where_they_are_typed(document):
    request = asked(document)

    answer = submit(request, "王小明", "caveat")

    assert answer.status_code == 400
    assert "cannot be printed" in answer.content.decode()


def test_there_are_no_other_faces(document):
    assert submit(asked(document), "Ruth", "comic").status_code == 400


def test_the_page_offers_each_face_with_the_signers_name(document):
    page = (
        Client()
        .get(f"/sign/{recipient(asked(document, person('Zoé', email='zoe@example.com'))).token}")
        .content.decode()
    )

    for face, (name, _) in faces.FACES.items():
        assert f'data-face="{face}">Zoé Northwind' in page
        assert f'aria-label="{name}"' in page


def test_the_page_knows_which_letters_a_face_has():
    runs = faces.ranges_of("allura")

    assert any(first <= ord("é") <= last for first, last in runs)
    assert not any(first <= ord("И") <= last for first, last in runs)


def test_every_face_keeps_its_licence():
    for _, place in faces.FACES.values():
        assert letters_of(place)
        assert "SIL OPEN FONT LICENSE" in Path(place.replace("-Regular.ttf", "-OFL.txt")).read_text()
