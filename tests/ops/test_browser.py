"""Which Chromium prints: the order of the sources, what is remembered, and the message when there is none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ops import browser, debian
from ops.console import Stop


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser, on a closed network, where we are not root; its bin folder is on the PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}:/bin")
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setattr(browser, "BESIDE_PATH", str(programs))
    monkeypatch.setattr(browser, "find_installed", lambda name: found(programs / name))
    monkeypatch.setattr(browser, "download", lambda folder: None)
    monkeypatch.setattr(debian, "can_install", lambda: False)
    return programs


def found(path: Path) -> str | None:
    return str(path) if path.exists() else None


def program(path: Path, *, status: int = 0) -> str:
    """A program that says nothing and ends with that status."""
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


def test_chromium_path_comes_before_all_others(bare, tmp_path, monkeypatch):
    program(bare / "chromium")
    monkeypatch.setenv("CHROMIUM_PATH", program(tmp_path / "mine"))

    assert browser.chromium(tmp_path) == str(tmp_path / "mine")


def test_a_wrong_chromium_path_is_not_passed_over(bare, tmp_path, monkeypatch):
    program(bare / "chromium")
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")

    with pytest.raises(Stop, match="CHROMIUM_PATH names /nowhere/chromium"):
        browser.chromium(tmp_path)


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        (["google-chrome-stable", "google-chrome", "chromium", "chromium-headless-shell"], "chromium-headless-shell"),
        (["google-chrome-stable", "google-chrome", "chromium"], "chromium"),
        (["google-chrome-stable", "google-chrome"], "google-chrome"),
        (["google-chrome-stable"], "google-chrome-stable"),
    ],
)
def test_installed_browsers_have_an_order(bare, tmp_path, there, chosen):
    for name in there:
        program(bare / name)

    assert browser.chromium(tmp_path) == str(bare / chosen)


def test_an_installed_browser_that_does_not_start_is_passed_over(bare, tmp_path):
    program(bare / "chromium-headless-shell", status=127)
    program(bare / "chromium")

    assert browser.chromium(tmp_path) == str(bare / "chromium")


def test_playwrights_download_comes_before_apt(bare, tmp_path, monkeypatch):
    monkeypatch.setattr(browser, "download", lambda folder: program(tmp_path / "downloaded"))
    monkeypatch.setattr(browser, "from_apt", lambda package, folder: pytest.fail("apt was asked"))

    assert browser.chromium(tmp_path) == str(tmp_path / "downloaded")


def test_root_gets_the_headless_shell_from_apt_when_the_network_is_closed(bare, tmp_path, monkeypatch):
    installed = []

    def install(packages: list[str], *, log: Path) -> None:
        installed.extend(packages)
        program(bare / packages[0])

    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(debian, "available", lambda package: package == "chromium")
    monkeypatch.setattr(debian, "install", install)

    assert browser.chromium(tmp_path) == str(bare / "chromium")
    assert installed == ["chromium"]


def test_without_any_source_the_message_says_what_to_install(bare, tmp_path):
    with pytest.raises(Stop) as stop:
        browser.chromium(tmp_path)

    assert "sudo apt-get install -y chromium-headless-shell" in stop.value.remedy
    assert "CHROMIUM_PATH" in stop.value.remedy


def test_what_was_found_is_remembered_while_it_exists(bare, tmp_path):
    first = program(bare / "chromium")
    browser.chromium(tmp_path)
    program(bare / "chromium-headless-shell")

    assert json.loads((tmp_path / "browser.json").read_text()) == {"path": first, "source": "installed"}
    assert browser.chromium(tmp_path) == first

    Path(first).unlink()

    assert browser.chromium(tmp_path) == str(bare / "chromium-headless-shell")


@pytest.mark.parametrize("memory", ["", "[]", "{}", '{"path": null}'])
def test_a_damaged_memory_is_no_memory(bare, tmp_path, memory):
    (tmp_path / "browser.json").write_text(memory)
    program(bare / "chromium")

    assert browser.chromium(tmp_path) == str(bare / "chromium")


def test_the_newest_download_is_used(tmp_path):
    old = tmp_path / "chromium_headless_shell-1/chrome-linux/headless_shell"
    new = tmp_path / "chromium_headless_shell-2/chrome-headless-shell-linux64/chrome-headless-shell"
    for path, moment in ((old, 1), (new, 2)):
        path.parent.mkdir(parents=True)
        path.touch()
        os.utime(path, (moment, moment))

    assert browser.downloaded(tmp_path) == str(new)
