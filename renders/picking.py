"""What is done to many documents at once: their PDFs in one ZIP, rendered once more, cancelled, deleted."""

from __future__ import annotations

import tempfile
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.errors import AppError
from craftkit.lib.ids import parse_id
from craftkit.lib.storage import ObjectMissing, Store
from renders import actions, deleting
from renders.batches.names import Names
from renders.models import Render

MOST, MOST_BYTES = 100, 250 * 1024 * 1024
IN_MEMORY, CHUNK = 8 * 1024 * 1024, 64 * 1024
NO_DATE = (1980, 1, 1, 0, 0, 0)


class TooMuch(AppError):
    """The PDFs are too large for one ZIP made while somebody waits."""

    status = 413
    code = "selection_too_large"
    message = gettext_noop("These PDFs are larger than 250 MB together. Select fewer.")


class NothingToPack(AppError):
    """None of the documents has a PDF."""

    status = 409
    code = "nothing_to_download"
    message = gettext_noop("None of the selected documents has a PDF.")


@dataclass(frozen=True)
class Outcome:
    """How many documents it was done to, how many were passed over, and why it stopped."""

    done: int
    passed: int
    fault: str = ""


def picked(project: Project, given: Iterable[str]) -> QuerySet[Render]:
    """The project's documents among the ids that a form sent, the first hundred of them."""
    wanted = [found for text in list(given)[:MOST] if (found := parse_id(text))]
    rows = Render.objects.for_project(project).filter(pk__in=wanted).order_by("-pk")
    return rows.select_related("project", "template", "version").defer("version__content", "version__sample_data")


def again(rows: QuerySet[Render], *, request_id: str) -> Outcome:
    """Render those that are over once more, with the same data, version and options."""
    found, done = list(rows), 0
    fit = [row for row in reversed(found) if row.is_terminal and not row.template.deleted_at and not row.data_purged_at]
    for row in fit:
        try:
            actions.render_later(
                project=row.project,
                template=row.template,
                version=row.version,
                data=row.data,
                options={"timezone": "UTC", **row.options},
                source=Render.Source.DASHBOARD,
                env=row.env,
                request_id=request_id,
            )
        except AppError as error:
            return Outcome(done, len(found) - done, error.message)
        done += 1
    return Outcome(done, len(found) - done)


def cancel(rows: QuerySet[Render]) -> Outcome:
    """End those on their way."""
    found: list[uuid.UUID] = list(rows.values_list("pk", flat=True))
    done = sum(Render.objects.cancel(pk) for pk in found)
    return Outcome(done, len(found) - done)


def delete(rows: Iterable[Render]) -> tuple[int, list[AppError]]:
    """Delete them; how many went, and for each that stays why."""
    done, refusals = 0, []
    for row in rows:
        try:
            deleting.delete(render=row)
        except AppError as error:
            refusals.append(error)
        else:
            done += 1
    return done, refusals


def packed(rows: QuerySet[Render], store: Store) -> IO[bytes]:
    """A ZIP of the PDFs, each under a name of its own, ready to be read; large ones lie on the disk.

    Raises NothingToPack, TooMuch.
    """
    found = [row for row in rows.defer("data") if row.pdf_key]
    if sum(row.pdf_bytes or 0 for row in found) > MOST_BYTES:
        raise TooMuch
    names, count = Names(), 0
    kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as bundle:
        for number, row in enumerate(found, start=1):
            try:
                data = store.get(row.pdf_key)
            except ObjectMissing:
                continue
            name = names.unique(row.filename or f"{row.template.slug}-{row.pk}.pdf", number=number)
            bundle.writestr(zipfile.ZipInfo(name, NO_DATE), data)
            count += 1
    if not count:
        kept.close()
        raise NothingToPack
    kept.seek(0)
    return kept


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces, closed at its end."""
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
