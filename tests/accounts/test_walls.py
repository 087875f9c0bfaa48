"""The walls between tenants, tried with plain SQL: no row refers to another project's, and none changes hands."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from craftkit.accounts.models import Account, ApiKey, Project
from renders.models import HookCall, Render
from templates_app.models import Template, TemplateVersion
from tests.factories import make_delivery, make_render, make_template, make_version
from webhooks.models import Delivery

OWNERS = {"account": Account, "project": Project, "template": Template}


class Relation(NamedTuple):
    """A foreign key between two tables that both name an owner."""

    child: type[models.Model]
    link: Any
    owner: str

    def __str__(self) -> str:
        return f"{self.child._meta.label}.{self.link.name} by {self.owner}"


def names_owner(model: Any, owner: str) -> bool:
    found = {field.name: field.related_model for field in model._meta.fields if field.many_to_one}
    return found.get(owner) is OWNERS[owner]


RELATIONS = [
    Relation(model, field, owner)
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, models.ForeignKey)
    for owner in OWNERS
    if names_owner(model, owner) and names_owner(field.related_model, owner)
]


def run(sql: str, *values: object) -> None:
    """One statement, in a savepoint of its own; ids as the database at hand keeps them."""
    plain = connection.vendor == "sqlite"
    given = [value.hex if plain and isinstance(value, uuid.UUID) else value for value in values]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)  # type: ignore[arg-type]


def point(row: models.Model, column: str, target: uuid.UUID) -> None:
    """Let a column of a row lead elsewhere."""
    run(f'UPDATE "{row._meta.db_table}" SET "{column}" = %s WHERE id = %s', target, row.pk)


def copy(row: models.Model, **changes: uuid.UUID) -> None:
    """Insert the row once more under another id, with some columns changed."""
    table = row._meta.db_table
    names = [str(field.column) for field in row._meta.local_fields if field.column != "id"]
    chosen = ["%s" if name in changes else f'"{name}"' for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    values = [changes[name] for name in names if name in changes]
    run(
        f'INSERT INTO "{table}" (id, {listed}) SELECT %s, {", ".join(chosen)} FROM "{table}" WHERE id = %s',
        uuid.uuid4(),
        *values,
        row.pk,
    )


@pytest.mark.parametrize("relation", RELATIONS, ids=str)
def test_each_relation_has_its_wall(acme, relation):
    owners = {"account": acme.account, "project": acme.project, "template": make_template(acme.project)}
    column = relation.child._meta.get_field(relation.owner).column
    row_id = uuid.uuid4() if isinstance(relation.child._meta.pk, models.UUIDField) else 1
    statement = f'INSERT INTO "{relation.child._meta.db_table}" (id, "{relation.link.column}", "{column}")'

    with pytest.raises(IntegrityError, match=f"{relation.link.column} leads to another {relation.owner}"):
        run(f"{statement} VALUES (%s, %s, %s)", row_id, uuid.uuid4(), owners[relation.owner].pk)


class Family(NamedTuple):
    """One row of each kind that belongs to a project."""

    template: Template
    version: TemplateVersion
    render: Render
    call: HookCall
    key: ApiKey
    delivery: Delivery


def family_of(party) -> Family:
    template = make_template(party.project)
    key = party.project.keys.get(kind="live")
    render = make_render(template, api_key=key)
    call = HookCall.objects.create(template=template, render=render, status=202, size=2)
    version = template.current_version
    assert version
    return Family(template, version, render, call, key, make_delivery(party.project))


CROSSINGS = {
    "render's template": lambda ours, theirs: (ours.render, "template_id", theirs.template.pk),
    "render's version": lambda ours, theirs: (ours.render, "version_id", theirs.version.pk),
    "render's key": lambda ours, theirs: (ours.render, "api_key_id", theirs.key.pk),
    "hook call's render": lambda ours, theirs: (ours.call, "render_id", theirs.render.pk),
    "template's current version": lambda ours, theirs: (ours.template, "current_version_id", theirs.version.pk),
    "delivery's endpoint": lambda ours, theirs: (ours.delivery, "endpoint_id", theirs.delivery.endpoint_id),
    "delivery's event": lambda ours, theirs: (ours.delivery, "event_id", theirs.delivery.event_id),
    "key's project": lambda ours, theirs: (ours.key, "project_id", theirs.key.project_id),
}


@pytest.mark.parametrize("crossing", CROSSINGS.values(), ids=CROSSINGS)
def test_no_row_comes_to_refer_to_a_strangers(acme, globex, crossing):
    row, column, target = crossing(family_of(acme), family_of(globex))

    with pytest.raises(IntegrityError, match=f"{column} leads to another"):
        point(row, column, target)
    with pytest.raises(IntegrityError, match=f"{column} leads to another"):
        copy(row, **{column: target})


def test_rows_of_one_project_refer_to_each_other(acme):
    ours = family_of(acme)
    other = make_version(ours.template)
    account_key = acme.account.keys.get(kind="account")

    point(ours.render, "version_id", other.pk)
    point(ours.render, "api_key_id", account_key.pk)
    copy(ours.render)

    assert Render.objects.filter(version=other, api_key=account_key).count() == 2


@pytest.mark.parametrize("kind", ["template", "render", "delivery", "key"])
def test_a_row_never_changes_hands(acme, globex, kind):
    row = getattr(family_of(acme), kind)

    with pytest.raises(IntegrityError, match=r"does not change|leads to another"):
        point(row, "project_id", globex.project.pk)


def test_a_version_stays_with_its_template(acme):
    ours, other = family_of(acme), make_template(acme.project, "other", published=False)

    with pytest.raises(IntegrityError, match="does not change"):
        point(ours.version, "template_id", other.pk)


def test_a_render_of_one_template_refuses_the_version_of_another(acme):
    ours, other = family_of(acme), make_template(acme.project, "other")
    assert other.current_version

    with pytest.raises(IntegrityError, match="version_id leads to another template"):
        point(ours.render, "version_id", other.current_version.pk)
