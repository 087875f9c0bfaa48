"""The certificate shows names that were typed in the face that they have in the document."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from craftkit.lib.storage import from_settings
from signatures import audit, certificate, seals
from tests.signatures.conftest import asked, recipient, sign


def draft_of(document, name: str, face: str):
    """What is printed once somebody typed this name in this face."""
    request = asked(document)
    field = recipient(request).fields.get()
    sign(recipient(request), **{str(field.pk): name, f"{field.pk}.face": face})
    request.refresh_from_db()
    return certificate.draft_of(request, audit.entries_of(request), seals.current(), store=from_settings())


def fonts_in(css: str) -> dict[str, TTFont]:
    """The fonts that the style sheet brings along, by family."""
    found = re.findall(r'font-family:"([^"]+)";src:url\(data:font/ttf;base64,([^)]+)\)', css)
    return {family: TTFont(BytesIO(base64.b64decode(data))) for family, data in found}


@pytest.mark.parametrize(
    ("name", "picked", "face", "font"),
    [
        ("Zoé Müller", "caveat", "caveat", "Caveat"),
        # Allura has no Cyrillic, so the document has another face.
        ("Иван Петров", "allura", "great-vibes", "GreatVibes"),
    ],
)
def test_a_typed_name_brings_its_face_along(document, name, picked, face, font):
    draft = draft_of(document, name, picked)

    (person,) = draft.data["people"]
    assert (person["typed"], person["face"]) == (name, face)
    assert 'class="drawn typed {{face}}"' in draft.content["html"]
    assert f'.typed.{face}{{font-family:"written {face}"' in draft.content["css"]
    (brought,) = fonts_in(draft.content["css"]).values()
    assert font in str(brought["name"].getDebugName(6))
    assert {ord(letter) for letter in name} <= set(brought.getBestCmap())


def test_a_name_in_no_face_stays_in_italics(document):
    draft = draft_of(document, "Ωριγένης", "caveat")

    assert draft.data["people"][0]["face"] == ""
    assert fonts_in(draft.content["css"]) == {}
