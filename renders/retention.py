"""What is forgotten with time: used idempotency keys, requests, calls of inbound hooks, rubbish of killed writers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings
from django.utils import timezone

from craftkit.api import idempotency, request_log
from craftkit.lib import storage
from renders.models import HookCall, Preview

RUBBISH_SECONDS = 86_400
log = structlog.get_logger(__name__)


more: list[Callable[[], None]] = []


def also(chore: Callable[[], None]) -> None:
    """Let an app of a floor above forget its own things in the same round."""
    more.append(chore)


def forget() -> None:
    """Drop what is past its term."""
    storage.from_settings().sweep(older_than=RUBBISH_SECONDS)
    calls = forget_calls(older_than=timedelta(days=settings.HOOK_LOG_DAYS))
    requests = request_log.forget_old()
    log.info("retention", idempotency_keys=idempotency.forget_old(), hook_calls=calls, requests=requests)
    Preview.objects.forget_old()
    for chore in more:
        chore()


def forget_calls(*, older_than: timedelta) -> int:
    """Delete calls of inbound hooks of that age; how many there were."""
    return HookCall.objects.filter(received_at__lt=timezone.now() - older_than).delete()[0]
