"""The data in the guides fits the template that the guides name: the sample invoice."""

from __future__ import annotations

import ast
import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from craftkit.lib.storage import from_settings
from renders.batches.clerk import Clerk, build, expand, settle
from templates_app import actions
from templates_app.samples import sample_of
from tests.api.calls import Caller

FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "docs/quickstart.md", "docs/batches.md")


@pytest.fixture
def caller(acme) -> Caller:
    """A program of a project that has the sample."""
    sample = sample_of("invoice")
    assert sample is not None
    actions.start_from(project=acme.project, sample=sample)
    return Caller(acme.live_key)


def blocks(page: str, language: str) -> list[str]:
    text = Path(settings.BASE_DIR, page).read_text()
    return [code for found, code in FENCE.findall(text) if found == language]


def posted(page: str) -> list[dict[str, Any]]:
    """What curl sends on that page, and requests."""
    shell = [json.loads(body) for code in blocks(page, "sh") for body in re.findall(r"-d '(.*?)'", code, re.DOTALL)]
    parts = [part for code in blocks(page, "python") for part in ast.walk(ast.parse(code))]
    words = [part for part in parts if isinstance(part, ast.keyword) and part.arg == "json"]
    return shell + [ast.literal_eval(word.value) for word in words]


@pytest.mark.parametrize("page", PAGES)
def test_what_the_samples_send_is_accepted(caller, page):
    bodies = posted(page)

    assert bodies
    for body in bodies:
        for row in body.get("rows", [body]):
            answer = caller.post("/v1/templates/invoice/render", {"data": row["data"]})
            assert answer.status_code == 202, (page, answer.content)


def test_every_document_of_the_csv_is_made(caller):
    sheet = blocks("docs/batches.md", "csv")[0]
    form = {"file": SimpleUploadedFile("rows.csv", sheet.encode(), "text/csv")}

    made = caller.client.post("/v1/templates/invoice/batches", form, headers=caller.headers).json()
    Clerk([expand, settle, build], worker="host:1:aa", store=from_settings()).round()

    rows = caller.get(f"/v1/batches/{made['id']}/rows").json()["rows"]
    named = sorted({line["externalId"] for line in csv.DictReader(sheet.splitlines())})
    assert [(row["externalId"], row["status"]) for row in rows] == [(name, "queued") for name in named]
