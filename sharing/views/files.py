"""The bytes behind a link, whole or in ranges; the state of the link is looked at for each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from craftkit.lib.errors import Forbidden
from craftkit.lib.storage import ObjectMissing, from_settings
from renders import downloads
from renders.files import content_disposition
from sharing import actions, copies
from sharing.models import EngagementEvent, MachineHit, StoredCopy
from sharing.serving import Source, answered
from sharing.views.visitors import Visitor, for_visitors, shut

Type, Actor, Deed = EngagementEvent.Type, EngagementEvent.Actor, MachineHit.Deed


class NoDownload(Forbidden):
    """The sender shares the document for reading on the page alone."""

    code = "no_download"
    message = "The sender shares this document for reading here, without a download."


@require_safe
@for_visitors
def file(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The PDF as the page shows it: first page first, and marked where the sender wants that."""
    visitor.is_person(Deed.FILE)
    return shut(request, visitor) or answered(request, visitor.share, as_read(visitor))


@require_safe
@for_visitors
def download(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The PDF to keep. It counts once it is asked for from its beginning, by somebody who may be a person."""
    closed = shut(request, visitor)
    if closed:
        return closed
    if not visitor.share.allow_download:
        raise NoDownload
    answer = answered(request, visitor.share, as_kept(visitor))
    if visitor.is_person(Deed.DOWNLOAD) and is_beginning(answer):
        said: dict[str, Any] = {"render": visitor.share.render, "share": visitor.share, "trace": visitor.trace}
        actions.record(event_type=Type.DOWNLOADED, actor_kind=Actor.RECIPIENT, **said)
    return answer


def is_beginning(answer: HttpResponseBase) -> bool:
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
