"""Data for a document to try: samples first, made-up values for what they leave open."""

from __future__ import annotations

from templates_app.completion import trial
from templates_app.fields import check_data, parse_manifest
from tests.factories import MANIFEST, SAMPLE

FIELDS = parse_manifest(MANIFEST)


def test_samples_that_suffice_are_taken_as_they_are():
    assert trial(FIELDS, SAMPLE, locale="en") == SAMPLE


def test_what_samples_leave_open_is_made_up():
    data = trial(FIELDS, {"total": 12.5}, locale="en")

    assert data["total"] == 12.5
    assert data["customer"]["name"]


def test_without_samples_nothing_stays_blank():
    data = trial(FIELDS, {}, locale="en")

    assert data["customer"]["name"]
    assert data["total"]


def test_samples_that_do_not_fit_give_way():
    assert check_data(FIELDS, trial(FIELDS, {"items": "none"}, locale="en"))
