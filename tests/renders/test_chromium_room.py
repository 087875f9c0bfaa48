"""A lane's folder lives as long as its owner."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from renders.chromium.room import MARKER, PREFIX, Room, remove_abandoned


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing here touches the rooms of running lanes."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_room_in_use_is_not_swept(tmp_path: Path) -> None:
    room = Room(tmp_path)

    removed = remove_abandoned()

    assert removed == 0
    assert room.path.is_dir()
    room.remove()
    assert not room.path.exists()


def test_a_room_that_nobody_holds_is_swept(tmp_path: Path) -> None:
    abandoned = tmp_path / f"{PREFIX}dead"
    (abandoned / "home" / "profile").mkdir(parents=True)

    removed = remove_abandoned()

    assert removed == 1
    assert not abandoned.exists()


def test_links_and_other_folders_are_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / f"{PREFIX}link").symlink_to(precious)

    removed = remove_abandoned()

    assert removed == 0
    assert precious.is_dir()


def test_the_browser_s_surroundings_carry_the_marker_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAFTKIT_SECRET_KEY", "secret")
    room = Room(tmp_path)

    env = room.browser_env()

    assert env[MARKER] == room.marker
    assert "secret" not in "".join(env.values())
    room.remove()
