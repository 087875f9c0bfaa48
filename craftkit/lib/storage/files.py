"""Objects as files in a folder: written aside, synced, then renamed into place, so that no reader meets half of one."""

from __future__ import annotations

import os
import shutil
import stat
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import structlog

from craftkit.lib.storage.store import ObjectMissing, StorageUnavailable, checked

log = structlog.get_logger(__name__)

# No key can begin with a dot, so no object can be in the way.
INCOMING = ".incoming"
PIECE = 1024 * 1024


class Disk:
    """The system calls that a write consists of; tests pass one that fails or dies at a call of their choice."""

    def mkdir(self, path: Path) -> None:
        path.mkdir(mode=0o700, exist_ok=True)

    def create(self, path: Path) -> int:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)

    def write(self, descriptor: int, data: memoryview) -> int:
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        source.replace(target)

    def unlink(self, path: Path) -> None:
        path.unlink(missing_ok=True)


class FileStore:
    """Objects below the folder `root`, readable by this user alone. Incoming data waits in the same file system."""

    def __init__(self, root: Path, *, disk: Disk | None = None) -> None:
        self.root = root
        self._disk = disk or Disk()

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Keep the object: whole and durable when this returns, else absent or as before."""
        self._put(key, [data])

    def put_file(self, key: str, path: Path, *, content_type: str) -> None:
        """The same for a file that may be larger than memory."""
        with _failures("put", key), path.open("rb") as source:
            self._put(key, iter(lambda: source.read(PIECE), b""))

    def _put(self, key: str, pieces: Iterable[bytes]) -> None:
        target = self._path(key)
        temporary = self.root / INCOMING / uuid.uuid4().hex
        with _failures("put", key):
            try:
                self._prepare(temporary.parent)
                self._write(temporary, pieces)
                self._prepare(target.parent)
                self._disk.rename(temporary, target)
            except OSError:
                with suppress(OSError):
                    self._disk.unlink(temporary)
                raise
            self._sync_folder(target.parent)

    def get(self, key: str) -> bytes:
        """All of the object; ObjectMissing if there is none."""
        with _failures("get", key), self._reading(key):
            return self._path(key).read_bytes()

    def open(self, key: str) -> BinaryIO:
        """The object as a stream to read and close; ObjectMissing if there is none."""
        with _failures("open", key), self._reading(key):
            return self._path(key).open("rb")

    def part(self, key: str, *, start: int, length: int) -> bytes:
        """So many bytes from `start` on, fewer at the object's end; ObjectMissing if there is none."""
        with _failures("part", key), self._reading(key), self._path(key).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def exists(self, key: str) -> bool:
        """Whether there is an object."""
        try:
            self.size(key)
        except ObjectMissing:
            return False
        return True

    def size(self, key: str) -> int:
        """The object's bytes; ObjectMissing if there is none."""
        with _failures("size", key), self._reading(key):
            found = self._path(key).stat()
            if not stat.S_ISREG(found.st_mode):
                raise IsADirectoryError(key)
            return found.st_size

    def delete(self, key: str) -> None:
        """Forget the object; fine if there is none."""
        with _failures("delete", key):
            self._disk.unlink(self._path(key))

    def delete_folder(self, folder: str) -> None:
        """Forget all objects whose keys begin with this and a slash; fine if there are none."""
        with _failures("delete", folder), suppress(FileNotFoundError):
            shutil.rmtree(self._path(folder))

    def probe(self) -> None:
        """Write and delete a small object, to learn whether the store works."""
        key = f"probe/{uuid.uuid4().hex}"
        self.put(key, b"probe", content_type="text/plain")
        self.delete(key)

    def sweep(self, *, older_than: float) -> int:
        """Remove what writers that died have left for more than these seconds; how many pieces there were."""
        left_behind = 0
        with _failures("sweep", INCOMING):
            for path in (self.root / INCOMING).glob("*"):
                # A living writer may finish between the listing and the look.
                with suppress(FileNotFoundError):
                    if time.time() - path.stat().st_mtime > older_than:
                        self._disk.unlink(path)
                        left_behind += 1
        return left_behind

    def signed_url(self, key: str, *, seconds: int, filename: str, content_type: str) -> str | None:
        """None: files are served by the application."""
        return None

    def _path(self, key: str) -> Path:
        return self.root / checked(key)

    def _prepare(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._prepare(folder.parent)
        self._disk.mkdir(folder)
        self._sync_folder(folder.parent)

    def _write(self, path: Path, pieces: Iterable[bytes]) -> None:
        descriptor = self._disk.create(path)
        try:
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[self._disk.write(descriptor, rest) :]
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)

    def _sync_folder(self, folder: Path) -> None:
        # A rename lasts only once the folder that lists the name is on disk too.
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _reading(self, key: str) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            # Without its folder the store is not empty but gone, and so are not its objects.
            if not self.root.is_dir():
                raise
            raise ObjectMissing from error


@contextmanager
def _failures(deed: str, key: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.error("storage.failed", deed=deed, key=key, error=str(error))
        raise StorageUnavailable from error
