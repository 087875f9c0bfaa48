"""Whoever wants a document or a batch and has not chosen a template yet is shown those that can make one."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_template


@pytest.mark.parametrize(("page", "door"), [("document-choose", "document-create"), ("batch-choose", "batch-new")])
def test_each_published_template_leads_on(acme, page, door):
    make_template(acme.project, "letter", name="Letter of ours")

    shown = acme.client.get(reverse(page, args=[acme.project.pk])).content.decode()

    assert "Letter of ours" in shown
    assert reverse(door, args=[acme.project.pk, "letter"]) in shown


def test_what_cannot_make_a_document_is_not_offered(acme):
    make_template(acme.project, "old", name="Put away", archived_at=timezone.now())
    make_template(acme.project, "draft", name="Only drawn", published=False)

    shown = acme.client.get(reverse("document-choose", args=[acme.project.pk]) + "?archived=1").content.decode()

    assert "Put away" not in shown
    assert "Only drawn" not in shown
    assert "No published template yet" in shown


def test_a_name_that_nobody_has_leaves_a_way_back(acme):
    make_template(acme.project, "letter")

    shown = acme.client.get(reverse("batch-choose", args=[acme.project.pk]) + "?q=zebra").content.decode()

    assert "Clear the filters" in shown
