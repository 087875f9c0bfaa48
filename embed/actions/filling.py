"""What people do in a form: keep answers, look at the document, upload pictures, and send it in."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from craftkit.api import idempotency
from craftkit.api.idempotency import Once
from craftkit.lib.errors import AppError, Conflict, NotFound
from craftkit.lib.ids import new_id
from craftkit.lib.images import load_image
from craftkit.lib.outbound import Outbound
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store
from embed import events
from embed.actions.editing import use_up
from embed.actions.pictures import keep
from embed.actions.visitors import count_sending
from embed.belongings import check_values
from embed.division import of_form
from embed.faults import PermissionDenied, TemplateNotFound, WrongMode
from embed.models import EmbedSession, FormDraft, FormSubmission
from embed.models.forms import sealed_answers
from renders.actions import render_later
from renders.fitting import fitting
from renders.models import Render
from renders.previewing import Draft, preview
from templates_app.asset_links import link
from templates_app.completion import merged
from templates_app.fields import InvalidInputData, check_data, parse_manifest
from templates_app.models import TemplateVersion

Data = dict[str, Any]
PICTURE_BYTES, PICTURE_PIXELS, DOCUMENT_BYTES = 10 * 1024 * 1024, 40_000_000, 20 * 1024 * 1024
FORBIDDEN = frozenset({"__proto__", "constructor", "prototype"})


class TemplateNotResolved(NotFound):
    """The session's scope names no template."""

    code = "template_not_resolved"
    message = gettext_noop("The session is for no template that can be filled in.")


class NotPublished(Conflict):
    """There is nothing to fill in yet."""

    code = "no_published_version"
    message = gettext_noop("The template has no published version yet.")


class FileTooLarge(AppError):
    """The picture is over the limit."""

    status = 413
    code = "file_too_large"
    message = gettext_noop("A picture may have 10 MB at most.")


class NotAPicture(AppError):
    """The file is no picture, whatever its name says."""

    status = 415
    code = "invalid_type"
    message = gettext_noop("The file is no picture; PNG, JPEG, WebP, GIF and SVG are.")


class BadDocument(AppError):
    """The host's document cannot be shown."""

    status = 400
    code = "bad_document"
    message = gettext_noop("The document of the page around this form could not be loaded.")


def require_form(session: EmbedSession, flag: str = "") -> None:
    """A form's session, with that permission. Raises WrongMode, PermissionDenied."""
    if session.mode != EmbedSession.Mode.FILL:
        raise WrongMode(gettext_noop("This session is not for filling in a form; mint one with mode fill."))
    if flag and not session.may(flag):
        raise PermissionDenied(filled("This session lacks the permission {flag}.", flag=flag))


def version_of(session: EmbedSession) -> TemplateVersion:
    """What is filled in. Raises TemplateNotResolved, TemplateNotFound, NotPublished."""
    template = session.template
    if template is None:
        raise TemplateNotResolved
    if template.deleted_at:
        raise TemplateNotFound
    version = template.current_version
    if version is None:
        raise NotPublished
    version.template = template
    return version


def answers_of(session: EmbedSession, given: Mapping[str, Any]) -> Data:
    """The person's answers over the host's prefill; what is shown only, or not at all, stays the host's.

    Raises InvalidInputData for another tenant's file, which an answer may not name.
    """
    form, version = session.form or {}, version_of(session)
    check_values(session, given, [form.get("prefill"), version.content, version.manifest])
    kept = {*(form.get("readonly") or []), *(form.get("hidden") or [])}
    own = without(merged({}, _clean(given)), kept)
    return merged(merged({}, _clean(form.get("prefill") or {})), own)


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items() if not FORBIDDEN.intersection(key.split("."))}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value


def without(data: Data, keys: Collection[str], at: str = "") -> Data:
    """The data without the values at those dotted keys; `items[].total` is that of every row."""
    left: Data = {}
    for name, value in data.items():
        path = f"{at}{name}"
        if path in keys:
            continue
        if isinstance(value, dict):
            value = without(value, keys, f"{path}.")
        elif isinstance(value, list):
            value = [without(row, keys, f"{path}[].") if isinstance(row, dict) else row for row in value]
        left[name] = value
    return left


def submit(
    *,
    session: EmbedSession,
    data: Data,
    selection: Mapping[str, str],
    once: Once | None,
    request_id: str,
    address: str,
) -> tuple[FormSubmission, bool]:
    """Send the form in: a render, or where the session only collects, an event with the data. True for a replay.

    Raises PermissionDenied, TooMuch, InvalidInputData and what rendering raises.
    """
    require_form(session, "submitForm")
    count_sending(session=session, address=address)
    version, answers = version_of(session), answers_of(session, data)
    with transaction.atomic():
        if (session.form or {}).get("captureMode") == "collect":
            made, replayed = _collect(session, version, answers, selection, once)
        else:
            made, replayed = _render(session, version, answers, selection, once, request_id)
        FormDraft.objects.filter(actor=session.actor, template=version.template).delete()
    return made, replayed


def _render(
    session: EmbedSession,
    version: TemplateVersion,
    data: Data,
    selection: Mapping[str, str],
    once: Once | None,
    request_id: str,
) -> tuple[FormSubmission, bool]:
    render, replayed = render_later(
        project=session.project,
        template=version.template,
        version=version,
        data=data,
        options={"locale": session.locale},
        source=Render.Source.FORM,
        env=session.env,
        key=session.api_key,
        request_id=request_id,
        once=once,
    )
    made, _ = FormSubmission.objects.get_or_create(
        render=render,
        defaults={"project": session.project, "session": session, "dataset_selection": dict(selection)},
    )
    return made, replayed


def _collect(
    session: EmbedSession, version: TemplateVersion, data: Data, selection: Mapping[str, str], once: Once | None
) -> tuple[FormSubmission, bool]:
    manifest = parse_manifest(version.manifest)
    sent = without(fitting(manifest, data, strict=False).values, set(manifest.expressions))

    def tell() -> uuid.UUID:
        row = FormSubmission(id=new_id(), project=session.project, session=session, dataset_selection=dict(selection))
        row.save(force_insert=True)
        events.submitted(session, version, sent)
        return row.pk

    made, replayed = idempotency.run(once, tell)
    return FormSubmission.objects.select_related("session").get(pk=made), replayed


def computed(*, session: EmbedSession, data: Data) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The worked-out values of answers that are whole, as text; else what is wrong with them, by place."""
    require_form(session)
    manifest = parse_manifest(version_of(session).manifest)
    try:
        values = check_data(manifest, answers_of(session, data)).values
    except InvalidInputData as refusal:
        issues: Any = refusal.issues or {}
        return {}, dict(issues.get("fieldErrors", {}))
    keys = [variable.key for variable in manifest.variables if variable.expression]
    return {key: str(found) for key in keys if (found := _at(values, key)) is not None}, {}


def _at(values: Any, key: str) -> Any:
    for step in key.split("."):
        values = values.get(step) if isinstance(values, dict) else None
    return values


def show(*, session: EmbedSession, data: Data) -> tuple[bytes, list[dict[str, Any]]]:
    """The PDF of the answers so far and its warnings."""
    require_form(session)
    version = version_of(session)
    return preview(
        Draft(
            project=session.project,
            env=session.env,
            channel=str(session.pk),
            name=version.template.name,
            locale=session.locale,
            content=version.content,
            manifest=parse_manifest(version.manifest),
            data=answers_of(session, data),
            holders=of_form(session, version.template),
        )
    )


def upload_picture(*, session: EmbedSession, data: bytes, filename: str, store: Store) -> str:
    """Keep a picture for an answer; its address. Raises FileTooLarge, NotAPicture, LimitReached."""
    require_form(session)
    if len(data) > PICTURE_BYTES:
        raise FileTooLarge
    try:
        load_image(data, max_pixels=PICTURE_PIXELS)
    except AppError as error:
        raise NotAPicture(error.message) from error
    use_up(session, "uploads_bytes", len(data))
    return link(keep(session=session, data=data, filename=filename, store=store))


def keep_draft(*, session: EmbedSession, data: Data) -> None:
    """Keep answers that are not sent yet."""
    require_form(session, "saveFormDraft")
    template = version_of(session).template
    FormDraft.objects.update_or_create(
        actor=session.actor,
        template=template,
        defaults={"project": session.project, "data_sealed": sealed_answers(_clean(data))},
    )


def fetch_document(*, session: EmbedSession, url: str, outbound: Outbound) -> bytes:
    """The PDF that the host made of the answers, fetched by us so that the frame loads from nowhere else."""
    require_form(session, "submitForm")
    try:
        answer = outbound.get(url, max_bytes=DOCUMENT_BYTES, accept="application/pdf")
    except AppError as error:
        raise BadDocument from error
    if answer.status != 200 or not answer.body.startswith(b"%PDF-"):
        raise BadDocument
    return answer.body
