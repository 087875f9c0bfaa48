"""A document that tries to go elsewhere is printed as it is."""

from __future__ import annotations

import pytest

from renders.chromium import Lane
from renders.options import PdfOptions
from tests.browser.printing.canary import Canary
from tests.browser.printing.conftest import text_of
from tests.browser.printing.html_vectors import NAVIGATIONS

pytestmark = pytest.mark.browser
TIMES = 10


@pytest.mark.parametrize("name", NAVIGATIONS)
def test_the_document_stays(lane: Lane, name: str) -> None:
    with Canary() as canary:
        html = f"<!doctype html><title>x</title><p>it stays{NAVIGATIONS[name].format(port=canary.port)}"

        printed = [lane.print(html, tenant="acme", options=PdfOptions()) for _ in range(TIMES)]

        assert canary.heard() == {}
    assert ["it stays" in text_of(one.pdf) for one in printed] == [True] * TIMES


def test_a_slow_refresh_does_not_hit_the_next_document(lane: Lane) -> None:
    lane.print("<meta http-equiv=refresh content='0.02;url=about:blank'>first", tenant="acme", options=PdfOptions())

    printed = [lane.print(f"<p>document {number}", tenant="acme", options=PdfOptions()) for number in range(10)]

    assert [text_of(one.pdf).strip() for one in printed] == [f"document {number}" for number in range(10)]
