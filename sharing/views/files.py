"""The bytes behind a link, whole or in ranges; the state of the link is looked at for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.views.decorators.http import require_safe

from craftkit.lib.errors import AppError, Forbidden
from craftkit.lib.storage import ObjectMissing, from_settings
from renders import downloads
from renders.files import content_disposition
from sharing import actions, copies
from sharing.models import EngagementEvent, MachineHit, Share, StoredCopy
from sharing.ranges import NotSatisfiable, Span, wanted
from sharing.views.visitors import Visitor, for_visitors, shut

PIECE = 512 * 1024
Type, Actor, Deed = EngagementEvent.Type, EngagementEvent.Actor, MachineHit.Deed


class NoDownload(Forbidden):
    """The sender shares the document for reading on the page alone."""

    code = "no_download"
    message = "The sender shares this document for reading here, without a download."


@dataclass(frozen=True)
class Source:
    """A stored file to be answered with."""

    key: str
    size: int
    etag: str
    disposition: str


@require_safe
@for_visitors
def file(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The PDF as the page shows it: first page first, and marked where the sender wants that."""
    visitor.is_person(Deed.FILE)
    return shut(request, visitor) or answered(request, visitor, as_read(visitor))


@require_safe
@for_visitors
def download(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The PDF to keep. It counts once it is asked for from its beginning, by somebody who may be a person."""
    closed = shut(request, visitor)
    if closed:
        return closed
    if not visitor.share.allow_download:
        raise NoDownload
    answer = answered(request, visitor, as_kept(visitor))
    if visitor.is_person(Deed.DOWNLOAD) and is_beginning(request, answer):
        said: dict[str, Any] = {"render": visitor.share.render, "share": visitor.share, "trace": visitor.trace}
        actions.record(event_type=Type.DOWNLOADED, actor_kind=Actor.RECIPIENT, **said)
    return answer


def is_beginning(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whether the file is taken from its first byte on."""
    return answer.status_code == 200 or answer.headers.get("Content-Range", "").startswith("bytes 0-")


def as_read(visitor: Visitor) -> Source:
    """The copy for the viewer."""
    return of_copy(visitor, "inline")


def as_kept(visitor: Visitor) -> Source:
    """The original to the byte, so that it can be verified; or the marked copy where the sender wants that."""
    if visitor.share.watermark:
        return of_copy(visitor, "attachment")
    made = visitor.share.render
    size = made.pdf_bytes or from_settings().size(made.pdf_key)
    return Source(made.pdf_key, size, made.pdf_sha256, disposed("attachment", visitor))


def of_copy(visitor: Visitor, kind: str) -> Source:
    """A copy that is there; one whose file was lost is made again."""
    copy = copy_of(visitor)
    if not is_kept(copy):
        copies.anew(copy)
        copy = copy_of(visitor)
    return Source(copy.key, copy.size, copy.sha256, disposed(kind, visitor))


def copy_of(visitor: Visitor) -> StoredCopy:
    """The copy that this visitor reads."""
    return actions.copy_for(share=visitor.share, shown=visitor.shown, address=visitor.address)


def is_kept(copy: StoredCopy) -> bool:
    """Whether the store has the file."""
    try:
        return from_settings().size(copy.key) == copy.size
    except ObjectMissing:
        return False


def disposed(kind: str, visitor: Visitor) -> str:
    """Shown or saved, under which name."""
    return content_disposition(kind, downloads.file_name(visitor.share.render))


def answered(request: HttpRequest, visitor: Visitor, source: Source) -> HttpResponseBase:
    """The whole file, the range that was asked for, or 304 and 416."""
    if request.headers.get("If-None-Match") == f'"{source.etag}"':
        return HttpResponseNotModified(headers={"ETag": f'"{source.etag}"'})
    try:
        span = span_of(request, source)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{source.size}", "Accept-Ranges": "bytes"})
    response = body_of(request, visitor.share, source, span or Span(0, source.size - 1))
    if span:
        response.status_code = 206
        response.headers["Content-Range"] = span.header(source.size)
    return response


def span_of(request: HttpRequest, source: Source) -> Span | None:
    """The range that counts: none when the client has a range of another version of the file."""
    condition = request.headers.get("If-Range", "")
    if condition and condition != f'"{source.etag}"':
        return None
    return wanted(request.headers.get("Range", ""), source.size)


def body_of(request: HttpRequest, share: Share, source: Source, span: Span) -> HttpResponseBase:
    """The answer with its headers; the first piece is read before it begins, so that a failure is a clean error."""
    headers = {
        "Content-Type": "application/pdf",
        "Content-Length": str(span.length),
        "Accept-Ranges": "bytes",
        "ETag": f'"{source.etag}"',
        "Content-Disposition": source.disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    first = from_settings().part(source.key, start=span.start, length=min(PIECE, span.length))
    if span.length <= PIECE:
        return HttpResponse(first, headers=headers)
    return StreamingHttpResponse(pieces(share, source, span, first), headers=headers)


def pieces(share: Share, source: Source, span: Span, first: bytes) -> Iterator[bytes]:
    """The bytes, piece by piece; a link that ends meanwhile breaks off what is under way."""
    yield first
    store = from_settings()
    for start in range(span.start + PIECE, span.end + 1, PIECE):
        share.refresh_from_db(fields=["revoked_at", "expires_at"])
        if share.has_ended:
            raise LinkEnded
        yield store.part(source.key, start=start, length=min(PIECE, span.end + 1 - start))


class LinkEnded(AppError):
    """The link ended while its file was under way; the connection is cut, so that nobody takes half for whole."""

    status = 410
    code = "link_ended"
    message = "The link ended while the file was under way."
