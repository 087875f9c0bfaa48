"""What content and answers from a session may name: the tenant's own files and templates, never another tenant's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop

from embed import scoping
from embed.models import EmbedSession, TenantAsset
from templates_app import drafts
from templates_app.document import InvalidDocument
from templates_app.fields import InvalidInputData
from templates_app.fields.faults import Faults
from templates_app.models import Template
from templates_app.reach import Steps, ids_in, named, texts

Content = dict[str, Any]
NO_ASSET = gettext_noop("No such asset; upload the file in this session first.")
NO_TEMPLATE = gettext_noop("No such template among those of this tenant.")


def check_content(session: EmbedSession, template: Template | None, content: Content, values: Content) -> None:
    """Passes a layout and values that bring nothing of other tenants into the template.

    What the template named before stays: whoever put it there was allowed to. Members of the project, on our own pages,
    may name all of it. Raises InvalidDocument, InvalidInputData.
    """
    if session.is_members:
        return
    known = drafts.opened(template) if template else None
    before = [known.content, known.sample] if known else []
    faults = Faults()
    for steps in _foreign_assets(session, content, before):
        faults.add("/".join(("layout", *map(str, steps))), NO_ASSET)
    _add_foreign_templates(session, content, known.content if known else {}, faults)
    if faults:
        raise InvalidDocument(gettext_noop("The layout names what this tenant does not have."), issues=faults.issues())
    check_values(session, values, before)


def check_values(session: EmbedSession, values: Mapping[str, Any], before: Iterable[Any]) -> None:
    """Passes values that name no other tenant's asset, unless `before` names it too. Raises InvalidInputData."""
    faults = Faults()
    for steps in [] if session.is_members else _foreign_assets(session, values, before):
        faults.add("".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[1:], NO_ASSET)
    if faults:
        raise InvalidInputData(gettext_noop("The data names what this tenant does not have."), issues=faults.issues())


def _foreign_assets(session: EmbedSession, given: Any, before: Iterable[Any]) -> list[Steps]:
    """Where `given` names assets that only other tenants have."""
    places = {asset_id: steps for steps, text in texts(given) for asset_id in ids_in(text)}
    if not places:
        return []
    held = TenantAsset.objects.filter(project=session.project_id, asset__in=places)
    own = held.filter(tenant=session.tenant_id).values_list("asset_id", flat=True)
    foreign = set(held.values_list("asset_id", flat=True)).difference(own)
    if foreign:
        foreign.difference_update(named([*before]))
    return [places[asset_id] for asset_id in sorted(foreign)]


def _add_foreign_templates(session: EmbedSession, content: Content, before: Content, faults: Faults) -> None:
    """Parts to be joined print another template: it has to be one that the session sees."""
    known = {slug for _, slug in _joined(before)}
    wanted = {slug: at for at, slug in _joined(content) if slug not in known}
    if not wanted:
        return
    seen = set(scoping.visible(session).filter(slug__in=wanted).values_list("slug", flat=True))
    for slug, at in wanted.items():
        if slug not in seen:
            faults.add(f"layout/finishing/merge/{at}/template", NO_TEMPLATE)


def _joined(content: Content) -> list[tuple[int, str]]:
    """Where the content joins which templates; it may be unfinished, so nothing in it is taken for granted."""
    finishing = content.get("finishing")
    parts = finishing.get("merge") if isinstance(finishing, dict) else None
    named = [
        part.get("template") if isinstance(part, dict) else None for part in (parts if isinstance(parts, list) else [])
    ]
    return [(at, slug) for at, slug in enumerate(named) if isinstance(slug, str)]
