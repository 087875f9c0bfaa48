"""Fonts of more scripts: found, installed where we may, and never a reason to stop."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace

import pytest

from ops import debian, fonts
from ops.console import Stop


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A folder as the machine's only one for fonts, with none in it."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setattr(fonts, "FOLDERS", (folder, tmp_path / "nowhere"))
    return folder


@pytest.fixture
def apt(machine, monkeypatch):
    """Root on Debian; what was asked for, and what to raise."""

    apt = SimpleNamespace(asked=[], fault=None)

    def download(packages, **_):
        apt.asked.append(tuple(packages))
        if apt.fault:
            raise apt.fault

    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(debian, "download", download)
    monkeypatch.setattr(debian, "install", lambda packages, *, log: apt.asked.append(("install", *packages)))
    return apt


def test_fonts_are_known_by_their_files_in_any_folder(machine):
    (machine / "truetype" / "noto").mkdir(parents=True)
    (machine / "truetype" / "noto" / "NotoSansArabic-Regular.ttf").touch()
    (machine / "NotoColorEmoji.ttf").touch()

    assert fonts.missing([machine]) == ["fonts-noto-cjk"]


def test_what_is_there_costs_neither_apt_nor_words(machine, apt, tmp_path, capsys):
    for name in ("NotoSansArabic-Regular.ttf", "NotoSansCJK-Regular.ttc", "NotoColorEmoji.ttf"):
        (machine / name).touch()

    fonts.provide(tmp_path)

    assert apt.asked == []
    assert capsys.readouterr().out == ""


def test_root_installs_only_what_is_missing(machine, apt, tmp_path, capsys):
    (machine / "NotoSansCJK-Regular.ttc").touch()

    fonts.provide(tmp_path)

    wanted = ("fonts-noto-core", "fonts-noto-color-emoji")
    assert apt.asked == [wanted, ("install", *wanted)]
    assert "missing_glyph" not in capsys.readouterr().out


def test_others_are_told_what_to_install_and_what_documents_will_do(machine, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(debian, "can_install", lambda: False)

    fonts.provide(tmp_path)

    said = capsys.readouterr().out
    assert "sudo apt-get install -y fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji" in said
    assert "missing_glyph" in said
    assert "Chinese" in said


def test_an_apt_out_of_reach_stops_nothing_and_is_not_asked_again_at_once(apt, tmp_path, capsys):
    apt.fault = Stop("Installing failed: Temporary failure resolving")

    fonts.provide(tmp_path)
    fonts.provide(tmp_path)

    said = capsys.readouterr().out
    assert len(apt.asked) == 1
    assert said.count("Temporary failure") == 1
    assert said.count("To have them") == 2


def test_a_day_later_it_is_tried_again(apt, tmp_path):
    (tmp_path / "fonts.failed").touch()
    yesterday = time.time() - fonts.PAUSE_SECONDS - 1
    os.utime(tmp_path / "fonts.failed", (yesterday, yesterday))

    fonts.provide(tmp_path)

    assert len(apt.asked) == 2


def test_a_download_that_takes_too_long_says_so(tmp_path, monkeypatch):
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexec sleep 600\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(Stop, match="stopped after 0 seconds"):
        debian.download(["fonts-noto-cjk"], log=tmp_path / "apt.log", seconds=0.1)
