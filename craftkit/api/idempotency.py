"""`Idempotency-Key`: a request sent twice makes one thing, also when both arrive at once.

The record is written in the transaction that makes the resource, under a unique constraint: the later twin waits on
the winner's row and replays it. A request that fails validation never comes here, so it uses up no key.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import rfc8785
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models.functions import Now
from rest_framework.request import Request

from craftkit.api.models import IdempotencyRecord
from craftkit.api.principals import Principal
from craftkit.lib.errors import AppError, InvalidRequest, field_issues

MAX_LENGTH = 255


class KeyReused(AppError):
    """The key came before with another request."""

    status = 422
    code = "idempotency_key_reused"
    message = "This idempotency key was used with another request. Use a new key for a new request."


class InProgress(AppError):
    """The request's twin is still being worked on."""

    status = 409
    code = "idempotency_in_progress"
    message = "The first request with this idempotency key is still being processed."
    permanent = False


@dataclass(frozen=True)
class Once:
    """A key in its scope, with the fingerprint of the request that carries it."""

    project_id: uuid.UUID
    env: str
    endpoint: str
    key: str
    fingerprint: str


def from_request(request: Request, principal: Principal, endpoint: str, *, fallback: str = "") -> Once | None:
    """The key of the header, else of `fallback` (a body's job id), or None when there is neither."""
    key = request.headers.get("Idempotency-Key", "").strip() or fallback
    if not key:
        return None
    if len(key) > MAX_LENGTH or not key.isprintable():
        raise InvalidRequest(issues=field_issues({"Idempotency-Key": [f"At most {MAX_LENGTH} printable characters."]}))
    mark = fingerprint(request.method or "", request.path, request.data)
    return Once(principal.project_id, principal.env, endpoint, key, mark)


def fingerprint(method: str, path: str, body: Any) -> str:
    """SHA-256 over method, path and the body in canonical JSON (RFC 8785): the order of keys does not matter."""
    text = f"{method} {path}\n".encode() + canonical(body)
    return hashlib.sha256(text).hexdigest()


def canonical(body: Any) -> bytes:
    """The body in one form; whole numbers that doubles cannot hold go in as text, as RFC 8785 appendix D advises."""
    try:
        return rfc8785.dumps(body)
    except rfc8785.IntegerDomainError:
        return rfc8785.dumps(_big_numbers_as_text(body))


def _big_numbers_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _big_numbers_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_big_numbers_as_text(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
        return f"int:{value}"
    return value


def run(once: Once | None, make: Callable[[], uuid.UUID]) -> tuple[uuid.UUID, bool]:
    """The id of the resource and whether it is a replay; `make` runs at most once for a key, inside the transaction."""
    if once is None:
        with transaction.atomic():
            return make(), False
    found = _find(once)
    if found:
        return _replay(found, once)
    try:
        return _make(once, make)
    except OperationalError as error:
        if not _is_lock_wait(error):
            raise
        raise InProgress(retry_after=1) from error


def _make(once: Once, make: Callable[[], uuid.UUID]) -> tuple[uuid.UUID, bool]:
    with transaction.atomic():
        record = _claim(once)
        if record is None:
            winner = _find(once)
            if winner is None:
                raise InProgress(retry_after=1)
            return _replay(winner, once)
        record.resource_id = make()
        record.save(update_fields=["resource_id"])
        return record.resource_id, False


def _claim(once: Once) -> IdempotencyRecord | None:
    try:
        with transaction.atomic():
            return IdempotencyRecord.objects.create(
                project_id=once.project_id,
                env=once.env,
                endpoint=once.endpoint,
                key=once.key,
                fingerprint=once.fingerprint,
            )
    except IntegrityError:
        return None


def _find(once: Once) -> IdempotencyRecord | None:
    return IdempotencyRecord.objects.filter(
        project_id=once.project_id, env=once.env, endpoint=once.endpoint, key=once.key
    ).first()


def _replay(record: IdempotencyRecord, once: Once) -> tuple[uuid.UUID, bool]:
    if record.fingerprint != once.fingerprint:
        raise KeyReused
    if record.resource_id is None:
        raise InProgress(retry_after=1)
    return record.resource_id, True


def _is_lock_wait(error: OperationalError) -> bool:
    """Whether the wait for the twin's row ran out (PostgreSQL's lock_timeout, SQLite's busy timeout)."""
    if connection.vendor == "sqlite":
        return "locked" in str(error)
    return getattr(error.__cause__, "sqlstate", "") == "55P03"


def forget_old() -> int:
    """Drop records past their term; how many there were."""
    deleted, _ = IdempotencyRecord.objects.filter(
        created_at__lt=Now() - timedelta(hours=settings.IDEMPOTENCY_HOURS)
    ).delete()
    return deleted
