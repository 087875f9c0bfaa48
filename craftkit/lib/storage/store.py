"""What every store can do, the two ways in which it can fail, and how keys are made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from django.utils.translation import gettext_noop

from craftkit.lib.errors import NotFound, Unavailable

MAX_KEY = 512
SEGMENT = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
KEY = re.compile(rf"{SEGMENT}(?:/{SEGMENT})*")
SHA256 = re.compile(r"[0-9a-f]{64}")


class StorageUnavailable(Unavailable):
    """The store did not do what was asked: full, read-only, gone, unreachable. Nothing torn is left behind."""

    code = "storage_unavailable"
    message = gettext_noop("The file storage is not available; try again shortly.")


class ObjectMissing(NotFound):
    """The store works and holds nothing under this key."""

    message = gettext_noop("This file is no longer there.")


class Store(Protocol):
    """Objects by key. Every method raises StorageUnavailable when the store fails, and ValueError for a bad key."""

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Keep the object: whole and durable when this returns, else absent or as before."""

    def put_file(self, key: str, path: Path, *, content_type: str) -> None:
        """The same for a file that may be larger than memory."""

    def get(self, key: str) -> bytes:
        """All of the object; ObjectMissing if there is none."""

    def open(self, key: str) -> BinaryIO:
        """The object as a stream to read and close; ObjectMissing if there is none."""

    def part(self, key: str, *, start: int, length: int) -> bytes:
        """So many bytes from `start` on, fewer at the object's end; ObjectMissing if there is none."""

    def exists(self, key: str) -> bool:
        """Whether there is an object."""

    def size(self, key: str) -> int:
        """The object's bytes; ObjectMissing if there is none."""

    def delete(self, key: str) -> None:
        """Forget the object; fine if there is none."""

    def delete_folder(self, folder: str) -> None:
        """Forget all objects whose keys begin with this and a slash; fine if there are none."""

    def probe(self) -> None:
        """Write and delete a small object, to learn whether the store works."""

    def sweep(self, *, older_than: float) -> int:
        """Remove what writers that died have left for more than these seconds; how many pieces there were."""

    def signed_url(self, key: str, *, seconds: int, filename: str, content_type: str) -> str | None:
        """An address that lets anyone download the object for so long, or None if the store gives out none."""


def content_key(project_id: UUID | str | int, kind: str, sha256: str, ext: str) -> str:
    """The key of a content: `<project>/<kind>/<sha256>.<ext>`; the same bytes of one project share it."""
    if not SHA256.fullmatch(sha256):
        raise ValueError("sha256 must be 64 lower-case hexadecimal digits")
    return checked(f"{project_id}/{kind}/{sha256}.{ext.removeprefix('.')}")


def own_key(project_id: UUID | str, kind: str, owner: UUID, sha256: str, ext: str) -> str:
    """The same for a content that one row alone speaks of: it can go with the row, whatever others write meanwhile."""
    return content_key(project_id, kind, sha256, ext).replace(sha256, f"{sha256}-{owner.hex}")


def checked(key: str) -> str:
    """The key itself if it names an object below the store's root and nothing else; ValueError otherwise."""
    if len(key) > MAX_KEY or not KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key[:80]!r}")
    return key
