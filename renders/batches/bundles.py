"""All documents of a batch in one file, a zip or one PDF: built aside from storage, stored whole, then announced."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pikepdf
import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop
from pikepdf import Name, ObjectStreamMode, OutlineItem, Pdf

from craftkit.lib.errors import AppError
from craftkit.lib.leases import from_now, insist
from craftkit.lib.speech import filled
from craftkit.lib.storage import ObjectMissing, Store
from renders.batches.documents import succeeded
from renders.batches.names import Names
from renders.batches.report import report
from renders.forgetting import doom
from renders.models import Batch, BatchFile, BatchRow

log = structlog.get_logger(__name__)
NOTED_EVERY = 20
PAUSE_SECONDS = 10.0
# So many documents are open at a time; a part is what comes of them.
PART = 50
MERGED_BYTES = 1024**3
MEDIA_TYPES = {BatchFile.Kind.ZIP: "application/zip", BatchFile.Kind.MERGED: "application/pdf"}
ENDINGS = {BatchFile.Kind.ZIP: "zip", BatchFile.Kind.MERGED: "pdf"}
# The oldest date that a zip knows: when it was built is not part of what is in it.
NO_DATE = (1980, 1, 1, 0, 0, 0)


class Interrupted(Exception):
    """The lease is gone, or the worker leaves."""


class DocumentMissing(AppError):
    """A document that was made is not in the storage any more."""

    status = 409
    code = "document_missing"


class TooLarge(AppError):
    """The documents are too many or too large for one PDF."""

    status = 409
    code = "merged_too_large"
    message = filled(
        "The documents have more than {most} MB together. Take the zip instead.", most=MERGED_BYTES // 1024**2
    )


def build(file_id: uuid.UUID, token: uuid.UUID, *, store: Store, is_over: Callable[[], bool]) -> None:
    """Build and store a claimed file; `is_over` says that the worker leaves, and somebody else begins anew."""
    file = BatchFile.objects.held(file_id, token).select_related("batch").first()
    if file is None:
        return
    try:
        _Building(file, token, store, is_over).run()
    except Interrupted:
        BatchFile.objects.put_back(file_id, token, seconds=0, refund=True)
    except AppError as error:
        _stop(file, token, error)
    except Exception:
        log.exception("batch.file_fault", file=str(file_id))
        _stop(file, token, AppError(gettext_noop("The file could not be built because of a fault on our side.")))


def _stop(file: BatchFile, token: uuid.UUID, error: AppError) -> None:
    if not error.permanent and file.attempt < file.max_attempts:
        insist(lambda: BatchFile.objects.put_back(file.pk, token, seconds=PAUSE_SECONDS))
        return
    changes = {"status": BatchFile.Status.FAILED, "error_code": error.code, "error_message": error.message}
    insist(lambda: BatchFile.objects.held(file.pk, token).update(**changes, lease_token=None, lease_until=None))


class AllLocked(AppError):
    """There is nothing that could be merged."""

    status = 409
    code = "documents_locked"
    message = gettext_noop(
        "All the documents ask for a password when they are opened, so none can be merged. Take the zip instead."
    )


class _Building:
    """The building of one file under one lease."""

    def __init__(self, file: BatchFile, token: uuid.UUID, store: Store, is_over: Callable[[], bool]) -> None:
        self.file, self.token, self.store, self.is_over = file, token, store, is_over
        self.batch: Batch = file.batch
        self.rows = succeeded(self.batch)

    def run(self) -> None:
        """Build aside, store, announce."""
        self.note(done=0, total=self.rows.count())
        kind = BatchFile.Kind(self.file.kind)
        with tempfile.TemporaryDirectory(prefix="craftkit-batch-") as folder:
            path = Path(folder, f"all.{ENDINGS[kind]}")
            if kind == BatchFile.Kind.ZIP:
                self.pack(path)
            else:
                self.merge(path, Path(folder))
            key = f"{self.batch.project_id}/batches/{self.batch.pk}/{self.file.pk}.{ENDINGS[kind]}"
            self.store.put_file(key, path, content_type=MEDIA_TYPES[kind])
            size = path.stat().st_size
        ready = {"status": BatchFile.Status.READY, "key": key, "size": size, "lease_token": None, "lease_until": None}
        insist(lambda: self.announce(key, ready))

    def announce(self, key: str, ready: dict[str, Any]) -> None:
        """The file is there; when nobody wants it any more, because one of its documents was deleted, it goes."""
        with transaction.atomic():
            told = BatchFile.objects.held(self.file.pk, self.token).update(**ready)
            if not told and not BatchFile.objects.filter(pk=self.file.pk).exists():
                doom([key])

    def note(self, **progress: int) -> None:
        """Keep the lease and tell how far it is; Interrupted when the lease is lost."""
        held = BatchFile.objects.held(self.file.pk, self.token)
        if not held.update(lease_until=from_now(settings.RENDER_LEASE_SECONDS), **progress):
            raise Interrupted

    def each(self) -> Iterator[BatchRow]:
        """The rows with a document, noting the progress."""
        for done, row in enumerate(self.rows.iterator(chunk_size=500), start=1):
            if self.is_over():
                raise Interrupted
            yield row
            if done % NOTED_EVERY == 0:
                self.note(done=done)

    def copy(self, row: BatchRow, path: Path) -> Path:
        """The row's PDF as a file of its own."""
        key = row.render.pdf_key if row.render else ""
        try:
            with closing(self.store.open(key)) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except ObjectMissing:
            raise DocumentMissing(
                filled("The PDF of row {number} is no longer there. Retry or render it again.", number=row.number)
            ) from None
        return path

    def pack(self, path: Path) -> None:
        """A zip of the PDFs, each under a name of its own, and the report."""
        names = Names()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
            for row in self.each():
                name = names.unique(wanted_name(row), number=row.number)
                document = self.copy(row, path.with_name("one.pdf"))
                with document.open("rb") as source, packed.open(entry(name, document), "w") as target:
                    shutil.copyfileobj(source, target)
            summary = zipfile.ZipInfo("report.csv", NO_DATE)
            packed.writestr(summary, "\ufeff" + "".join(report(self.batch)), zipfile.ZIP_DEFLATED)

    def merge(self, path: Path, folder: Path) -> None:
        """All pages in the order of the rows, with a bookmark for each document; in parts, since files stay open."""
        if (self.rows.aggregate(total=Sum("render__pdf_bytes"))["total"] or 0) > MERGED_BYTES:
            raise TooLarge
        titles: list[tuple[str, int]] = []
        parts: list[Path] = []
        waiting: list[Path] = []
        for row in self.each():
            document = self.copy(row, folder / f"{row.number}.pdf")
            if self.leave_out(row, document):
                continue
            waiting.append(document)
            titles.append((wanted_name(row) or f"{row.number}", row.render.pages or 0 if row.render else 0))
            if len(waiting) == PART:
                parts.append(self.part(folder, len(parts), waiting))
                waiting = []
        if not titles and self.rows.exists():
            raise AllLocked
        if waiting or not parts:
            parts.append(self.part(folder, len(parts), waiting))
        join(parts, path, titles=titles)

    def leave_out(self, row: BatchRow, document: Path) -> bool:
        """Whether the document asks for a password and cannot be merged, which is noted at its row."""
        locked = is_locked(document)
        if locked != row.is_unmerged:
            BatchRow.objects.filter(pk=row.pk).update(is_unmerged=locked)
        if locked:
            document.unlink()
        return locked

    def part(self, folder: Path, number: int, documents: list[Path]) -> Path:
        """Some documents in one PDF; their own files go."""
        target = folder / f"part-{number}.pdf"
        join(documents, target)
        for document in documents:
            document.unlink()
        self.note()
        return target


def is_locked(document: Path) -> bool:
    """Whether the PDF asks for a password before it is opened."""
    try:
        with pikepdf.open(document):
            return False
    except pikepdf.PasswordError:
        return True


def wanted_name(row: BatchRow) -> str:
    """The name that the pattern gave, else the sender's own id."""
    return (row.render.filename if row.render else "") or row.external_id


def entry(name: str, document: Path) -> zipfile.ZipInfo:
    """A place in the zip; PDFs are compressed inside, so it is stored as it is."""
    info = zipfile.ZipInfo(name, NO_DATE)
    info.external_attr = 0o644 << 16
    info.file_size = document.stat().st_size
    return info


def join(sources: list[Path], target: Path, *, titles: list[tuple[str, int]] | None = None) -> None:
    """One PDF with all pages of the sources."""
    with Pdf.new() as joined, ExitStack() as opened:
        for source in sources:
            pdf = opened.enter_context(pikepdf.open(source))
            joined.pages.extend(pdf.pages)
            if Name.Lang not in joined.Root and Name.Lang in pdf.Root:
                joined.Root.Lang = str(pdf.Root.Lang)
        for page in joined.pages:
            # The trees of tags are left behind, so nothing may point into them.
            if Name.StructParents in page.obj:
                del page.obj.StructParents
        if titles:
            _bookmark(joined, titles)
        joined.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)


def _bookmark(pdf: Pdf, titles: list[tuple[str, int]]) -> None:
    at = 0
    with pdf.open_outline() as outline:
        for title, pages in titles:
            if at < len(pdf.pages):
                outline.root.append(OutlineItem(title.removesuffix(".pdf"), at))
            at += pages
