"""Overlays on the way of a render: from the stored base to the receipt."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

import pikepdf
import pytest

from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import from_settings
from renders.chromium import Lane, Printed
from renders.pipeline import StrictWarnings, make_pdf
from renders.places import find_fields
from renders.specimens import Press, print_specimen
from tests.factories import make_asset, make_render, make_template, make_version
from tests.fakes import FakeLane, NoWeb, blank_pdf
from tests.templates_app.overlays import PLAIN, base, contents_of, field, overlay


class CuttingLane(FakeLane):
    """Says of the first text that it was cut off."""

    def print(self, html: str, *, fitted: bool = False, **_: Any) -> Printed:
        """An empty sheet."""
        assert fitted
        return Printed(blank_pdf(), (), cut=(0,))


@pytest.fixture
def version(acme):
    """A published overlay over two pages."""
    asset = make_asset(acme.project, base(PLAIN, PLAIN))
    content = overlay(
        field("text", bind="customer.name", page=2),
        field("signature", 20, 200, 60, 18, id="client"),
        base=str(asset.pk),
    )
    return make_version(make_template(acme.project, "form", name="Form", published=False), content=content)


def produce(version, **options: Any):
    """The made document."""
    render = make_render(version.template, options=options)
    lane, web = cast(Lane, CuttingLane()), cast(Outbound, NoWeb())
    return make_pdf(render, lane=lane, store=from_settings(), outbound=web, deadline=float("inf"))


def test_the_base_is_printed_over_named_and_kept(version):
    made = produce(version)

    assert made.finished.pages == 2
    assert contents_of(made.finished.pdf)[0] == contents_of(base(PLAIN, PLAIN))[0]
    assert [place.field_id for place in find_fields(made.finished.pdf)] == ["client"]
    with pikepdf.open(BytesIO(made.finished.pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Form"


def test_the_receipt_tells_which_base_it_was(version):
    (asset,) = produce(version).inputs["assets"]

    stored = version.template.project.assets.get()
    assert asset == {"id": str(stored.pk), "use": "base", "sha256": stored.sha256}


def test_text_that_was_cut_is_a_warning_and_fails_strict_renders(version):
    (warning,) = (told for told in produce(version).warnings if told["code"] == "text_overflow")
    assert (warning["code"], warning["path"], warning["page"]) == ("text_overflow", "customer.name", 2)

    with pytest.raises(StrictWarnings, match=r"customer\.name"):
        produce(version, strict=True)


def test_its_specimen_is_laid_over_the_base_too(version):
    press = Press(cast(Lane, CuttingLane()), from_settings(), cast(Outbound, NoWeb()))

    specimen = print_specimen(version, press=press)

    assert specimen.finished.pages == 2
    assert [warning.code for warning in specimen.warnings if warning.code == "text_overflow"] == ["text_overflow"]
