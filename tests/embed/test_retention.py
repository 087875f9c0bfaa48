"""What embedding forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from embed import retention
from embed.models import FormDraft
from tests.api.calls import Caller
from tests.embed.test_form_links import begun, linked
from tests.embed.test_forms import GOOD, Frame, template

__all__ = ["template"]
pytestmark = pytest.mark.django_db


def aged(days: int) -> int:
    """How many drafts are left when all are that old."""
    FormDraft.objects.update(updated_at=timezone.now() - timedelta(days=days))
    retention.forget()
    return FormDraft.objects.count()


def test_answers_that_nobody_sent_in_are_forgotten_those_of_visitors_sooner(acme, template):
    Frame(acme.live_key, template).caller.put("/v1/embed/form-draft", {"data": GOOD})
    Caller(begun(linked(template)).json()["token"]).put("/v1/embed/form-draft", {"data": GOOD})

    assert [aged(days) for days in (6, 8, 89, 91)] == [2, 1, 1, 0]
