"""A stored file as an HTTP answer: whole, a range of it, 304 or 416; cut off when its link ends on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse

from craftkit.lib.errors import AppError
from craftkit.lib.storage import from_settings
from sharing.models import Share
from sharing.ranges import NotSatisfiable, Span, wanted

PIECE = 512 * 1024


class LinkEnded(AppError):
    """The link ended while its file was under way; the connection is cut, so that nobody takes half for whole."""

    status = 410
    code = "link_ended"
    message = "The link ended while the file was under way."


@dataclass(frozen=True)
class Source:
    """A stored file to be answered with."""

    key: str
    size: int
    etag: str
    disposition: str


def answered(request: HttpRequest, share: Share, source: Source) -> HttpResponseBase:
    """The whole file, the range that was asked for, or 304 and 416."""
    if request.headers.get("If-None-Match") == f'"{source.etag}"':
        return HttpResponseNotModified(headers={"ETag": f'"{source.etag}"'})
    try:
        span = span_of(request, source)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{source.size}", "Accept-Ranges": "bytes"})
    response = body_of(request, share, source, span or Span(0, source.size - 1))
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
