"""The page that compares two versions, from the question to the pictures that a worker made."""

from __future__ import annotations

import copy
import os
import shutil

import pytest
from playwright.sync_api import expect

from craftkit.lib import outbound
from craftkit.lib.leases import insist
from craftkit.lib.storage import from_settings
from renders import changes
from renders.chromium import Lane
from renders.models import VersionComparison
from renders.worker import Worker
from tests.browser.conftest import NAMES, PHONE, sign_in, watched
from tests.factories import MANIFEST, make_template, make_version
from tests.templates_app.documents import chip, document, line, text

pytestmark = pytest.mark.browser


@pytest.fixture
def worker():
    """A worker with a browser of its own."""
    path = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), "")
    worker = Worker(lane=Lane(executable=path), store=from_settings(), outbound=outbound.from_settings())
    yield worker
    worker.lane.stop()


@pytest.fixture
def template(acme, transactional_db):
    """A template whose second version reads and asks otherwise."""
    template = make_template(acme.project, published=False)
    make_version(template, content=document(line(text("Total "), chip("total")), line(text("With kind regards"))))
    manifest = copy.deepcopy(MANIFEST)
    manifest["variables"][1]["required"] = True
    content = document(line(text("Sum "), chip("total")), line(text("With kind regards")))
    make_version(template, content=content, manifest=manifest)
    return template


def compare(worker):
    """What a worker does with the newest question; the page that looks on may hold the tables for a moment."""
    newest = insist(lambda: VersionComparison.objects.latest("asked_at").pk)
    insist(lambda: changes.compare(newest, worker))


def test_two_versions_are_compared_while_one_looks_on(ui_page, acme, template, worker):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/templates/invoice")
    ui_page.get_by_role("link", name="What changed last").click()
    expect(ui_page.get_by_text("Printing both versions")).to_be_visible()
    expect(ui_page.get_by_text("total is required now.")).to_be_visible()

    compare(worker)

    picture = ui_page.get_by_alt_text("Page 1 of v1")
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => (await image.decode(), image.naturalWidth)") > 1800
    expect(ui_page.get_by_text("-1: Total €1,240.50")).to_be_visible()
    expect(ui_page.get_by_text("+1: Sum €1,240.50")).to_be_visible()
    ui_page.get_by_label("To version").select_option("1")
    ui_page.get_by_role("button", name="Compare").click()
    expect(ui_page.get_by_text("Printing both versions")).to_be_visible()
    compare(worker)
    expect(ui_page.get_by_text("It looks and reads the same")).to_be_visible()


def test_on_a_phone_the_page_does_not_overflow(ui_context, acme, template, worker):
    page = ui_context(viewport=PHONE).new_page()
    problems = watched(page)
    sign_in(page, acme)
    page.goto(f"/projects/{acme.project.pk}/templates/invoice/compare")
    compare(worker)

    expect(page.get_by_alt_text("Page 1 of v1")).to_be_attached()

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert problems == []
