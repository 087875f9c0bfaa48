"""What `make test` does about tests that fail beside others: they run again by themselves, and are named."""

import os
from pathlib import Path

import pytest

from ops.console import Stop
from ops.test import FEW, try_suite

ONCE = """
import pathlib, pytest

def test_well():
    pass

@pytest.mark.parametrize("word", ["two words - and a dash"])
def test_fails_once(word):
    mark = pathlib.Path("was-here")
    assert mark.exists() or mark.touch()
"""
ALWAYS = """
import pytest

@pytest.mark.parametrize("number", range({}))
def test_fails(number):
    open("runs", "a").write("x")
    assert False
"""


def suite(folder: Path, text: str) -> None:
    """The tests as a suite in a folder of their own."""
    (folder / "test_some.py").write_text(text)
    os.chdir(folder)
    quick = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p xdist.plugin"}
    try_suite("some tests", ["-n", "0", "-q"], {"PATH": os.environ["PATH"], **quick})


@pytest.fixture(autouse=True)
def stay(monkeypatch, tmp_path):
    """Come back to this folder, whatever the suite did."""
    monkeypatch.chdir(tmp_path)


def test_a_test_that_passes_by_itself_is_named(tmp_path, capfd):
    suite(tmp_path, ONCE)

    said = capfd.readouterr().out
    assert "by themselves: 1 passed" in said
    assert said.splitlines()[-1].endswith("test_some.py::test_fails_once[two words - and a dash]")


def test_a_test_that_fails_again_stops_the_run(tmp_path, capfd):
    with pytest.raises(Stop, match="by themselves failed"):
        suite(tmp_path, ALWAYS.format(1))

    assert (tmp_path / "runs").read_text() == "xx"
    assert "please mend" not in capfd.readouterr().out


def test_more_than_a_few_do_not_run_again(tmp_path):
    with pytest.raises(Stop, match="some tests failed"):
        suite(tmp_path, ALWAYS.format(FEW + 1))

    assert len((tmp_path / "runs").read_text()) == FEW + 1


def test_a_suite_without_tests_fails(tmp_path):
    with pytest.raises(Stop, match="some tests failed"):
        suite(tmp_path, "")
