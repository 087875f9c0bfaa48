"""The pages of signing links, in each state and with fields of every kind: everybody can use them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from signatures.models import Recipient, SignatureRequest
from tests.browser.conftest import PHONE, WIDE, watched
from tests.browser.papers import make_document
from tests.browser.test_share_doors import serious
from tests.browser.test_signing import picture
from tests.signatures.conftest import asked, field
from tests.signatures.trails import passing_trails

__all__ = ["passing_trails"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KINDS: dict[str, dict[str, Any]] = {
    "signature": {"height": 6},
    "initials": {"height": 5},
    "date": {"height": 3},
    "text": {"height": 3, "label": "Place"},
    "checkbox": {"height": 2, "width": 3, "label": "I got the keys"},
    "radio": {"height": 9, "label": "How you pay", "options": ["Monthly", "Yearly", "Never again"]},
    "select": {"height": 3, "label": "Where you live", "options": ["Berlin", "Paris"]},
}
FIELDS = [field(type=kind, y=15 + 11 * number, **more) for number, (kind, more) in enumerate(KINDS.items())]
STATES: dict[str, dict[str, Any]] = {
    "open": {},
    "password": {"password_hash": make_password("x")},
    "signed": {"status": "signed"},
    "waiting": {"status": "waiting"},
}
ENDS = ("cancelled", "declined", "expired", "failed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_nothing_keeps_signers_out(ui_context, acme, size, scheme):
    document = make_document(acme.project)
    page = ui_context(viewport=size, color_scheme=scheme).new_page()
    problems = watched(page)

    for name, link in links(document).items():
        page.goto(link)
        page.wait_for_load_state("networkidle")
        picture(page, f"sign-door-{name}-{size['width']}-{scheme}")
        assert serious(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
    assert [said for said in problems if "410" not in said] == []


def links(document: Any) -> dict[str, str]:
    """A link in each state."""
    found = {}
    for name, changes in [*STATES.items(), *((end, {}) for end in ENDS)]:
        request = asked(document, fields=FIELDS)
        recipients = Recipient.objects.filter(request=request)
        found[name] = f"/sign/{recipients.get().token}"
        recipients.update(**changes)
        if name in ENDS:
            SignatureRequest.objects.filter(pk=request.pk).update(status=name)
    return found
