"""Structured logs: one event a line, with the request's id, and with every secret masked."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping

import structlog
from structlog.typing import EventDict, Processor

SECRETS = re.compile(
    r"\b(ck_(?:live|test|acct)_|ert_|shr_|cks_|sgn_|whsec_|hk_)[0-9A-Za-z+/_=-]{6,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+"
    r"|(?<=[Bb]earer )\S+|(?<=token=)[^&\s\"']+"
)

NOISY = ("celery.app.trace", "celery.beat", "celery.worker.strategy", "asyncio", "fontTools", "pikepdf", "PIL")
# Warns of every seal and time stamp whose authority it was not told to trust; what that is worth is said elsewhere.
DISTRUSTFUL = ("pyhanko", "pyhanko_certvalidator")


def mask(text: str) -> str:
    """The text with credentials cut to their kind."""
    return SECRETS.sub(lambda found: (found.group(1) or "") + "…", text)


def mask_event(_: object, __: str, event: EventDict) -> EventDict:
    """Mask every text of a log event."""
    return {name: mask(value) if isinstance(value, str) else value for name, value in event.items()}


def configure(config: Mapping[str, str]) -> None:
    """Send structlog's and the standard library's records through one chain; `config` has `format` and `level`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last_steps(config["format"]))
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(config["level"])
    # Our own line about each request says what Django's would.
    logging.getLogger("django.request").setLevel("ERROR")
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel("WARNING")
    for distrustful in DISTRUSTFUL:
        logging.getLogger(distrustful).setLevel("ERROR")


def _last_steps(form: str) -> list[Processor]:
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "json":
        return [strip, structlog.processors.format_exc_info, mask_event, structlog.processors.JSONRenderer()]
    return [strip, structlog.processors.format_exc_info, mask_event, structlog.dev.ConsoleRenderer(colors=False)]
