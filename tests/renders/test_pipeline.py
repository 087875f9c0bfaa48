"""The way from data to a stored PDF, with a lane that prints what the test wants."""

from __future__ import annotations

from typing import Any, cast

import pytest

from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import FileStore
from renders.chromium import Lane, Printed
from renders.pipeline import StrictWarnings, make_pdf
from tests.factories import make_render, make_template
from tests.fakes import FakeLane, NoWeb
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
