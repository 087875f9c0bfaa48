"""Previews, thumbnails and golden prints wear what a render would: stationery, parts and the template's watermark."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

import pikepdf
import pytest

from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import from_settings
from renders.chromium import Lane
from renders.pipeline import make_pdf
from renders.specimens import Press, Specimen, print_specimen
from tests.factories import CONTENT, MANIFEST, make_asset, make_render, make_template, make_version
from tests.fakes import FakeLane, NoWeb
from tests.templates_app.uploads import pdf

pytestmark = pytest.mark.django_db
NOWHERE = "0197a0b1-2222-7333-8444-555566667777"


def press() -> Press:
    return Press(cast(Lane, FakeLane()), from_settings(), cast(Outbound, NoWeb()))


def specimen_of(acme: Any, **finishing: Any) -> tuple[Specimen, Any]:
    """The specimen of a template with this finishing, and its version."""
    template = make_template(acme.project, published=False)
    version = make_version(template, content={**CONTENT, "finishing": finishing})
    return print_specimen(version, press=press()), version


def looks(data: bytes) -> list[list[str]]:
    """What is drawn over and under each page, by name."""
    with pikepdf.open(BytesIO(data)) as document:
        return [sorted(page.resources.get("/XObject", {}).keys()) for page in document.pages]


def codes(specimen: Specimen) -> list[str]:
    return [warning.code for warning in specimen.warnings if warning.code == "finishing_failed"]


def test_a_specimen_wears_the_watermark_and_the_stationery(acme):
    paper = make_asset(acme.project, pdf())

    specimen, version = specimen_of(acme, watermark={"text": "Draft"}, stationery={"first": str(paper.pk)})
    printed = make_pdf(
        make_render(version.template),
        lane=press().lane,
        store=from_settings(),
        outbound=cast(Outbound, NoWeb()),
        deadline=float("inf"),
    )

    assert looks(specimen.pdf) == [["/CraftkitOver", "/CraftkitPaper"]]
    assert looks(specimen.pdf) == looks(printed.finished.pdf)
    assert codes(specimen) == []


def test_parts_are_joined_too(acme):
    make_template(acme.project, "terms")
    appendix = make_asset(acme.project, pdf(2))

    specimen, _ = specimen_of(acme, merge=[{"template": "terms"}, {"asset": str(appendix.pk)}])

    assert specimen.finished.pages == 4


def test_what_cannot_be_had_is_a_warning_and_the_rest_is_there(acme):
    demanding = make_template(acme.project, "demanding", published=False)
    wanted = {"key": "iban", "label": "IBAN", "dataType": "text", "required": True}
    make_version(demanding, manifest={**MANIFEST, "variables": [wanted]})

    specimen, _ = specimen_of(
        acme, watermark={"text": "Draft"}, stationery={"first": NOWHERE}, merge=[{"template": "demanding"}]
    )

    assert looks(specimen.pdf) == [["/CraftkitOver"]]
    assert codes(specimen) == ["finishing_failed"] * 2
    assert any("iban" in warning.message for warning in specimen.warnings)


def test_what_is_not_seen_is_left_to_renders(acme):
    protection = {"ownerPassword": {"key": "secret"}}

    specimen, _ = specimen_of(acme, protection=protection, attachments=[{"asset": None}])

    with pikepdf.open(BytesIO(specimen.pdf)) as document:
        assert not document.is_encrypted
        assert not document.attachments
