"""Keep sets of recipients: make, change, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.errors import Conflict, InvalidRequest, field_issues
from craftkit.lib.speech import filled
from signatures.models import RecipientSet

MOST_SETS = 100


class SetExists(Conflict):
    """Another set of the project has the name."""

    code = "set_exists"
    message = gettext_noop("There is a set of this name already.")


class TooManySets(Conflict):
    """The project has as many sets as one may have."""

    code = "too_many_sets"
    message = filled(
        "A project may have {most} sets of recipients; delete one that is no longer needed.", most=MOST_SETS
    )


def add_set(*, project: Project, name: str, people: Sequence[dict[str, Any]], in_order: bool) -> RecipientSet:
    """A new set. Raises SetExists, TooManySets, InvalidRequest."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        if RecipientSet.objects.filter(project=project).count() >= MOST_SETS:
            raise TooManySets
        return kept(RecipientSet(project=project), name, people, in_order)


def change_set(*, known: RecipientSet, name: str, people: Sequence[dict[str, Any]], in_order: bool) -> RecipientSet:
    """Another name, other people. Requests that were sent stay as they are. Raises SetExists, InvalidRequest."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=known.project_id)
        return kept(known, name, people, in_order)


def kept(row: RecipientSet, name: str, people: Sequence[dict[str, Any]], in_order: bool) -> RecipientSet:
    """The set, saved. Inside a transaction that holds the project."""
    if not name:
        raise InvalidRequest(issues=field_issues({"name": [gettext_noop("Give the set a name.")]}))
    if not people:
        raise InvalidRequest(issues=field_issues({"people": [gettext_noop("Name at least one recipient.")]}))
    if RecipientSet.objects.filter(project=row.project_id, name=name).exclude(pk=row.pk).exists():
        raise SetExists
    row.name, row.people, row.in_order = name, list(people), in_order
    row.save()
    return row


def delete_set(*, known: RecipientSet) -> None:
    """Requests that were sent from it stay as they are."""
    known.delete()
