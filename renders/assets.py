"""The pictures of a document: fetched through the outbound guard, checked, and made addressable for the page."""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError
from craftkit.lib.ids import parse_id
from craftkit.lib.images import Image, from_data_uri, load_image
from craftkit.lib.outbound import Outbound, Refused
from craftkit.lib.speech import filled
from renders.options import Asset
from templates_app.asset_links import asset_id_of
from templates_app.compiler import ImageSource
from templates_app.warnings import RenderWarning

MAX_BYTES = 10 * 1024 * 1024
MAX_PICTURES = 200
INLINE_BYTES = 32 * 1024
# A logo comes with every document of its sender: small ones need not be decoded and encoded anew each time.
REMEMBERED_LENGTH, REMEMBERED = 64 * 1024, 64
ADDRESS = "http://render.invalid/assets/"
# Loads a picture by its id; True for one that was named by an address that we signed.
Own = Callable[[uuid.UUID, bool], Image]


@dataclass
class Pictures:
    """What the page may show: `sources` maps what the document names to what the page loads, `assets` are its bytes."""

    sources: dict[str, str] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    warnings: list[RenderWarning] = field(default_factory=list)


class UnknownAsset(AppError):
    """The source is neither an address nor a picture."""

    status = 400
    code = "unknown_asset"
    message = gettext_noop("No such asset in this project.")


class TooManyPictures(AppError):
    """The document names more pictures than a render loads."""

    status = 400
    code = "too_many_pictures"
    message = filled("A document loads at most {most} pictures.", most=MAX_PICTURES)


class NotServed(AppError):
    """The picture's server answered something else."""

    status = 400
    code = "asset_not_served"


class OutOfTime(AppError):
    """The pictures before took all the time there was."""

    status = 504
    code = "render_timeout"
    message = gettext_noop("There was no time left to load this picture.")


def gather(wanted: Iterable[ImageSource], *, outbound: Outbound, deadline: float, own: Own | None = None) -> Pictures:
    """Load each picture once. One that cannot be had becomes a warning; its place in the document stays empty.

    `own` loads what is asked for by id, and what one of our own signed addresses names, which is as good as a key.
    """
    pictures = Pictures()
    tried: set[str] = set()
    for image in wanted:
        if image.source in tried:
            continue
        tried.add(image.source)
        try:
            if len(tried) > MAX_PICTURES:
                raise TooManyPictures
            _add(pictures, image.source, _picture(image.source, outbound, deadline, own))
        except AppError as error:
            code = "asset_blocked" if isinstance(error, Refused) else "asset_failed"
            pictures.warnings.append(
                RenderWarning(code, filled("Picture not shown: {reason}", reason=error.message), path=image.path)
            )
    return pictures


def _picture(source: str, outbound: Outbound, deadline: float, own: Own | None) -> Image:
    if own and (asset_id := parse_id(source)):
        return own(asset_id, False)
    if own and (asset_id := asset_id_of(source)):
        return own(asset_id, True)
    if not source.startswith("data:"):
        return load_image(_fetch(source, outbound, deadline))
    return _remembered(source) if len(source) <= REMEMBERED_LENGTH else _decoded(source)


def _decoded(source: str) -> Image:
    return load_image(from_data_uri(source))


_remembered = lru_cache(maxsize=REMEMBERED)(_decoded)


def _fetch(source: str, outbound: Outbound, deadline: float) -> bytes:
    if not source.lower().startswith(("http://", "https://")):
        raise UnknownAsset
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTime
    answer = outbound.get(source, max_bytes=MAX_BYTES, accept="image/*", seconds=left)
    if answer.status != 200:
        raise NotServed(filled("Its server answered {status}.", status=answer.status))
    return answer.body


def _add(pictures: Pictures, source: str, image: Image) -> None:
    if len(image.data) <= INLINE_BYTES:
        pictures.sources[source] = f"data:{image.mime};base64,{base64.b64encode(image.data).decode()}"
        return
    address = ADDRESS + hashlib.sha256(image.data).hexdigest()
    pictures.sources[source] = address
    pictures.assets[address] = Asset(image.data, image.mime)
