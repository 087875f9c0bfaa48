"""Files in a folder: whole or absent, whatever the disk does and whenever the writer dies."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from craftkit.lib.storage import Disk, FileStore, ObjectMissing, StorageUnavailable

# From Python 3.12 on a fork beside threads (of the test runner) warns.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
KEY = "p1/renders/abc.pdf"
OLD, NEW = b"old" * 50_000, b"new" * 70_000
STEPS = ["mkdir", "create", "write", "sync", "rename"]


class FailingDisk(Disk):
    """Does `deed` instead of the named call; writes half before it does."""

    def __init__(self, step: str, deed: Callable[[], None], *, after: int = 0) -> None:
        self.step, self.deed, self.left = step, deed, after

    def _reach(self, step: str) -> None:
        if step == self.step:
            self.left -= 1
            if self.left < 0:
                self.deed()

    def mkdir(self, path: Path) -> None:
        self._reach("mkdir")
        super().mkdir(path)

    def create(self, path: Path) -> int:
        self._reach("create")
        return super().create(path)

    def write(self, descriptor: int, data: memoryview) -> int:
        count = super().write(descriptor, data[: len(data) // 2 + 1])
        self._reach("write")
        return count

    def sync(self, descriptor: int) -> None:
        self._reach("sync")
        super().sync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        self._reach("rename")
        super().rename(source, target)


def fail(number: int) -> Callable[[], None]:
    def deed() -> None:
        raise OSError(number, os.strerror(number))

    return deed


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work: Callable[[], None]) -> int:
    """Run in a forked process; its wait status."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1]


def put(store: FileStore, data: bytes = NEW, key: str = KEY) -> None:
    store.put(key, data, content_type="application/pdf")


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.fixture
def store(tmp_path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_object_comes_back_and_goes(store):
    put(store)

    with store.open(KEY) as stream:
        assert stream.read(4) == NEW[:4]
    assert store.get(KEY) == NEW
    assert store.size(KEY) == len(NEW)
    assert store.exists(KEY)
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)


@pytest.mark.parametrize("read", [FileStore.get, FileStore.open, FileStore.size])
@pytest.mark.parametrize("key", ["p1/renders/none.pdf", "p1/renders", "p1/renders/abc.pdf/below"])
def test_missing_object_is_named(store, read, key):
    put(store)

    with pytest.raises(ObjectMissing):
        read(store, key)


def test_store_without_its_folder_is_unavailable_not_empty(store):
    with pytest.raises(StorageUnavailable):
        store.get(KEY)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/etc/passwd",
        "../x",
        "p1/../x",
        "p1/..",
        "p1//x",
        "p1/",
        ".incoming/x",
        "p1/.x",
        "a\\b",
        "a\0b",
        "ä",
        "a b",
        "a\n",
    ],
)
def test_key_outside_the_grammar_is_refused(store, key):
    for call in (store.get, store.delete, store.exists, store.open):
        with pytest.raises(ValueError, match="not a storage key"):
            call(key)
    with pytest.raises(ValueError, match="not a storage key"):
        put(store, key=key)


def test_overlong_key_is_refused(store):
    with pytest.raises(ValueError, match="not a storage key"):
        put(store, key="a" * 513)


def test_files_are_for_this_user_alone(store):
    put(store)

    path = store.root / KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, store.root)} == {0o700}


def test_put_replaces_while_a_reader_keeps_the_old_object(store):
    put(store, OLD)

    with store.open(KEY) as stream:
        put(store, NEW)
        kept = stream.read()

    assert kept == OLD
    assert store.get(KEY) == NEW


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT, errno.EACCES])
@pytest.mark.parametrize("step", ["create", "write", "sync", "rename"])
def test_failing_disk_leaves_the_old_object_and_no_rubbish(store, step, number):
    put(store, OLD)

    with pytest.raises(StorageUnavailable) as caught:
        put(FileStore(store.root, disk=FailingDisk(step, fail(number))))

    assert (caught.value.status, caught.value.code, caught.value.permanent) == (503, "storage_unavailable", False)
    assert store.get(KEY) == OLD
    assert files(store.root) == [KEY]


def test_write_that_the_system_cuts_off_leaves_nothing(store):
    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(StorageUnavailable):
            put(store)

    status = in_child(work)

    assert status == 0
    assert files(store.root) == []


def test_recovers_by_itself_when_space_returns(store):
    broken = FailingDisk("write", fail(errno.ENOSPC))
    recovering = FileStore(store.root, disk=broken)
    with pytest.raises(StorageUnavailable):
        put(recovering)

    broken.step = "never"
    put(recovering)

    assert store.get(KEY) == NEW


@pytest.mark.parametrize("after", [0, 1, 2, 3])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", [None, OLD])
def test_kill_at_any_step_leaves_the_old_or_the_new_object(store, step, after, before):
    if before:
        put(store, before)
    dying = FileStore(store.root, disk=FailingDisk(step, die, after=after))

    status = in_child(lambda: put(dying))

    assert status in (0, signal.SIGKILL)
    found = store.get(KEY) if (store.root / KEY).exists() else None
    assert found in ({before, NEW} if status else {NEW})
    assert [name for name in files(store.root) if not name.startswith(".incoming/")] == ([KEY] if found else [])
    store.sweep(older_than=-1)
    assert files(store.root) == ([KEY] if found else [])


def test_a_store_that_writes_in_place_would_be_caught(store):
    """The control: the same kill tears a file that is written where it is read."""
    put(store, OLD)

    def careless() -> None:
        disk = FailingDisk("write", die)
        disk.write(os.open(store.root / KEY, os.O_WRONLY | os.O_TRUNC), memoryview(NEW))

    in_child(careless)

    assert store.get(KEY) not in (OLD, NEW)


def test_storm_of_kills_tears_no_file(store):
    chance = random.Random(7)
    dice = [chance.randrange(12) for _ in range(40)]

    kills = [in_child(partial(put_until_killed, store, roll)) for roll in dice]

    assert kills == [signal.SIGKILL] * 40
    stored = [name for name in files(store.root) if not name.startswith(".incoming/")]
    assert stored
    for name in stored:
        assert store.get(name) == name.rpartition("/")[2].encode() * 10_000
    assert store.sweep(older_than=-1) <= len(kills)


def put_until_killed(store: FileStore, roll: int) -> None:
    dying = FileStore(store.root, disk=FailingDisk(STEPS[2 + roll % 3], die, after=roll))
    for number in range(100):
        name = f"{roll}-{number}"
        put(dying, name.encode() * 10_000, f"p1/files/{name}")


def test_sweep_spares_what_is_being_written_now(store):
    in_child(lambda: put(FileStore(store.root, disk=FailingDisk("rename", die))))

    assert store.sweep(older_than=3600) == 0
    assert store.sweep(older_than=-1) == 1


def test_probe_tells_a_working_store_from_a_broken_one(store, tmp_path):
    store.probe()
    assert files(store.root) == []

    (tmp_path / "occupied").write_text("a file, not a folder")
    with pytest.raises(StorageUnavailable):
        FileStore(tmp_path / "occupied" / "files").probe()


def test_files_are_not_given_out_by_address(store):
    assert store.signed_url(KEY, seconds=60, filename="a.pdf", content_type="application/pdf") is None


def test_a_file_is_kept_like_its_bytes(tmp_path):
    (tmp_path / "source").write_bytes(OLD)
    store = FileStore(tmp_path / "store")

    store.put_file(KEY, tmp_path / "source", content_type="application/zip")

    assert store.get(KEY) == OLD


def test_a_folder_goes_with_all_that_is_in_it_and_no_other(tmp_path):
    store, keys = FileStore(tmp_path), ("p1/renders/a.pdf", "p1/assets/b.png", "p10/renders/c.pdf")
    for key in keys:
        store.put(key, b"x", content_type="application/pdf")

    store.delete_folder("p1")
    store.delete_folder("p1")

    assert [store.exists(key) for key in keys] == [False, False, True]
