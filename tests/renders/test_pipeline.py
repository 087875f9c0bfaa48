"""The way from data to a stored PDF, with a lane that prints what the test wants."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any, cast

import pikepdf
import pytest

from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import FileStore, from_settings
from renders.chromium import Lane, Printed
from renders.collecting import PartNotFound, PartUnusable
from renders.options import PdfOptions
from renders.pipeline import StrictWarnings, make_pdf
from templates_app.assets import AssetNotFound
from templates_app.compiler.finishing import PasswordMissing
from templates_app.passwords import with_sealed_passwords
from tests.factories import CONTENT, make_asset, make_render, make_template, make_version
from tests.fakes import FakeLane, NoWeb
from tests.renders.finishing.papers import paper, tagged
from tests.renders.test_inspection import make


class BoxLane(FakeLane):
    """Prints a character that no font has."""

    def print(self, html: str, **_: Any) -> Printed:
        """A page with an empty box."""
        return Printed(make(b"<0000> Tj"), ())


@pytest.fixture
def produce(acme, tmp_path):
    """Makes a document with these options."""

    def run(**options: Any):
        render = make_render(make_template(acme.project), options=options)
        store = FileStore(tmp_path)
        lane, web = cast(Lane, BoxLane()), cast(Outbound, NoWeb())
        return make_pdf(render, lane=lane, store=store, outbound=web, deadline=float("inf"))

    return run


def test_what_the_finished_pdf_lacks_is_a_warning(produce):
    made = produce()

    assert ("missing_glyph", 1) in [(warning["code"], warning.get("page")) for warning in made.warnings]
    assert "inspect" in made.timings


def test_strict_renders_fail_on_it(produce, tmp_path):
    with pytest.raises(StrictWarnings, match="empty box"):
        produce(strict=True)

    assert not list(tmp_path.rglob("*.pdf"))


class PaperLane(FakeLane):
    """Prints a tagged page, and remembers with which options."""

    def print(self, html: str, *, options: PdfOptions, **_: Any) -> Printed:
        """A page."""
        self.printed.append(html)
        self.tagged = options.tagged
        return Printed(tagged(title=f"Print {len(self.printed)}"), ())


@pytest.fixture
def make_with(acme, tmp_path):
    """Makes a document of a template that asks for these things."""

    def run(asked: dict[str, Any], lane: PaperLane, **fields: Any):
        template = make_template(acme.project, published=False)
        make_version(template, content=with_sealed_passwords({**CONTENT, "finishing": asked}))
        render = make_render(template, **fields)
        outbound = cast(Outbound, NoWeb())
        store = from_settings()
        return make_pdf(render, lane=cast(Lane, lane), store=store, outbound=outbound, deadline=float("inf"))

    return run


def test_assets_and_other_templates_go_in_and_are_noted(make_with, acme):
    make_template(acme.project, "terms")
    sheet = make_asset(acme.project, paper(), filename="paper.pdf")
    asked = {
        "stationery": {"first": str(sheet.pk)},
        "merge": [{"template": "terms", "title": "Terms for {{customer.name}}"}],
        "attachments": [{"data": True}],
    }

    made = make_with(asked, lane := PaperLane())

    assert (made.finished.pages, len(lane.printed)) == (2, 2)
    assert made.inputs["assets"] == [{"id": str(sheet.pk), "use": "stationery", "sha256": sheet.sha256}]
    assert [(part["slug"], part["versionNumber"]) for part in made.inputs["templates"]] == [("terms", 1)]
    with pikepdf.open(BytesIO(made.finished.pdf)) as pdf:
        assert b"North Wind" in pdf.attachments["data.json"].get_file().read_bytes()
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Print 1", "Terms for North Wind Ltd"]


def test_the_version_of_an_earlier_print_is_printed_again(make_with, acme):
    terms = make_template(acme.project, "terms")
    make_version(terms)

    made = make_with({"merge": [{"template": "terms"}]}, PaperLane(), options={"parts": {"terms": 1}})

    assert [part["versionNumber"] for part in made.inputs["templates"]] == [1]


@pytest.mark.parametrize(
    ("asked", "error", "named"),
    [
        ({"merge": [{"template": "nowhere"}]}, PartNotFound, "nowhere"),
        ({"merge": [{"template": "terms", "version": 9}]}, PartNotFound, "version 9"),
        ({"watermark": {"asset": "0193c2c3-1111-7aaa-8bbb-000000000001"}}, AssetNotFound, "watermark"),
        ({"protection": {"ownerPassword": {"key": "customer.pin"}}}, PasswordMissing, r"customer\.pin"),
    ],
)
def test_what_is_not_there_fails_the_render_and_is_named(make_with, acme, asked, error, named):
    make_template(acme.project, "terms")

    with pytest.raises(error, match=named):
        make_with(asked, PaperLane())


def test_a_template_of_another_project_is_not_there(make_with, globex):
    make_template(globex.project, "secret-terms")

    with pytest.raises(PartNotFound):
        make_with({"merge": [{"template": "secret-terms"}]}, PaperLane())


def test_a_part_that_lacks_data_names_it(make_with, acme):
    terms = make_template(acme.project, "terms", published=False)
    pin = {"key": "pin", "label": "Pin", "dataType": "text", "required": True}
    make_version(terms, manifest={"variables": [pin], "loops": []})

    with pytest.raises(PartUnusable, match=r"terms lacks data.*pin"):
        make_with({"merge": [{"template": "terms"}]}, PaperLane())


def test_protected_documents_open_with_their_password_only(make_with):
    asked = {"protection": {"ownerPassword": "owner", "userPassword": {"key": "customer.name"}}}

    made = make_with(asked, PaperLane())

    assert "encrypt" in made.timings
    assert made.inputs["protected"]
    assert "owner" not in str(made.inputs)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(made.finished.pdf))
    with pikepdf.open(BytesIO(made.finished.pdf), password="North Wind Ltd") as again:
        assert len(again.pages) == 1
    assert made.finished.sha256 == hashlib.sha256(made.finished.pdf).hexdigest()


def test_bulk_prints_without_tags(make_with):
    make_with({"bulk": True}, lane := PaperLane())

    assert not lane.tagged
