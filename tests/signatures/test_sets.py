"""Sets of recipients: kept by name, and filled in where a document is sent."""

from __future__ import annotations

import pytest

from signatures.models import RecipientSet
from signatures.people import BadLine, read_lines
from tests.signatures.conftest import make_document
from tests.signatures.test_dashboard import new

LINES = "Ruth, Northwind, ruth@example.com, Signer, tenant\n\n, , , Approver, board\nOmar"


def sets(party, part: str = "") -> str:
    """The list, or one of its pages."""
    return f"/projects/{party.project.pk}/signatures/recipients" + (f"/{part}" if part else "")


def test_a_set_is_made_renamed_and_deleted(acme):
    acme.client.post(sets(acme, "new"), {"name": "Board", "people": LINES, "in_order": "on"})
    made = RecipientSet.objects.get()
    listed = acme.client.get(sets(acme)).content.decode()
    form = acme.client.get(sets(acme, str(made.pk))).content.decode()
    acme.client.post(sets(acme, str(made.pk)), {"name": "Owners", "people": "Omar"})
    made.refresh_from_db()
    asked = acme.client.get(sets(acme, f"{made.pk}/delete")).content.decode()
    acme.client.post(sets(acme, f"{made.pk}/delete"))

    assert "Board" in listed
    assert "Ruth Northwind (tenant)" in listed
    assert "Ruth, Northwind, ruth@example.com, Signer, tenant" in form
    assert (made.name, made.in_order, [one["firstName"] for one in made.people]) == ("Owners", False, ["Omar"])
    assert "Delete “Owners”?" in asked
    assert not RecipientSet.objects.exists()


@pytest.mark.parametrize(
    ("name", "people", "fault"),
    [
        ("", "Ruth", "Give the set a name."),
        ("Board", "", "Name at least one recipient."),
        ("Board", "Ruth, , nobody", "is no e-mail address"),
        ("Taken", "Ruth", "There is a set of this name already."),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(acme, name, people, fault):
    RecipientSet.objects.create(project=acme.project, name="Taken")

    answer = acme.client.post(sets(acme, "new"), {"name": name, "people": people})

    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert RecipientSet.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Ruth, , , Boss", "none of Signer, Approver, CC"),
        (", , , Signer", "neither who it is nor which role"),
        ("a,b,,,,more", "more than 5 parts"),
        ("\n".join(["Ruth"] * 21), "At most 20"),
    ],
)
def test_lines_that_cannot_be_read(text, fault):
    with pytest.raises(BadLine, match=fault):
        read_lines(text)


def test_strangers_find_nothing(acme, globex):
    kept = RecipientSet.objects.create(project=acme.project, name="Board")

    for part in ("", "new", str(kept.pk), f"{kept.pk}/delete"):
        assert globex.client.get(sets(acme, part)).status_code == 404
    assert globex.client.post(f"{sets(globex)}/{kept.pk}/delete").status_code == 404


def test_a_set_fills_in_the_recipients(acme, globex):
    document = make_document(acme.project)
    kept = RecipientSet.objects.create(
        project=acme.project, name="Board", people=read_lines("Ruth, Northwind, ruth@example.com\nOmar, , , Approver")
    )
    foreign = RecipientSet.objects.create(project=globex.project, name="Theirs", people=read_lines("Evelina"))

    page = acme.client.get(f"{new(document)}?set={kept.pk}").content.decode()
    other = acme.client.get(f"{new(document)}?set={foreign.pk}").content.decode()
    rubbish = acme.client.get(f"{new(document)}?set=rubbish")

    assert ('value="ruth@example.com"' in page, 'value="Omar"' in page) == (True, True)
    assert 'value="Approver" selected' in page
    assert "Evelina" not in other
    assert "Theirs" not in page
    assert rubbish.status_code == 200
