"""The virtual environment: made once, renewed when the lock changes, and clear words when pip fails."""

from __future__ import annotations

import sys

import pytest

from ops import debian, environment
from ops.console import Stop


@pytest.fixture
def locks(tmp_path):
    first, second = tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"
    first.write_text("django==5.2.0")
    second.write_text("pytest==9.0.0")
    return [first, second]


def test_nothing_is_installed_without_a_stamp(locks, tmp_path):
    assert not environment.is_current(locks, tmp_path / "stamp")


def test_what_is_stamped_is_current_until_a_lock_changes(locks, tmp_path):
    stamp = tmp_path / "stamp"
    environment.stamp(locks, stamp)

    assert environment.is_current(locks, stamp)

    locks[1].write_text("pytest==9.1.0")

    assert not environment.is_current(locks, stamp)
    assert environment.is_current(locks[:1], stamp)


def test_the_developers_lock_needs_its_own_stamp(locks, tmp_path):
    environment.stamp(locks[:1], tmp_path / "stamp")

    assert not environment.is_current(locks, tmp_path / "stamp")


def test_a_damaged_stamp_is_none(locks, tmp_path):
    (tmp_path / "stamp").write_text("{")

    assert not environment.is_current(locks, tmp_path / "stamp")


def test_an_old_python_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(Stop, match=r"needs Python 3\.11 or newer, this is 3\.9"):
        environment.set_up()


def test_a_missing_venv_module_is_named_with_its_package(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "has_venv", lambda: False)
    monkeypatch.setattr(debian, "can_install", lambda: False)

    with pytest.raises(Stop) as stop:
        environment.make_environment(tmp_path)

    assert stop.value.remedy.startswith("sudo apt-get install -y python3.")
    assert stop.value.remedy.endswith("-venv")


@pytest.mark.parametrize(
    ("output", "problem", "remedy"),
    [
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)': /simple/amqp/\n"
            "ERROR: No matching distribution found for amqp==5.4.2",
            "NewConnectionError",
            "Check the network",
        ),
        ("ERROR: No matching distribution found for amqp==5.4.2", "No matching distribution", "try Python 3.11"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "DO NOT MATCH", "PIP_INDEX_URL"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "No space", "disk"),
        ("ERROR: SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "CERTIFICATE", "PIP_CERT"),
        ("Building wheel\nERROR: Failed building wheel for lxml", "Failed building wheel", "The whole output"),
        ("", "pip failed", "The whole output"),
    ],
)
def test_pips_failure_becomes_the_line_that_matters_and_a_remedy(tmp_path, output, problem, remedy):
    stop = environment.explain_pip(output, tmp_path / "pip.log")

    assert problem in stop.problem
    assert remedy in stop.remedy
    assert str(tmp_path / "pip.log") in stop.remedy
    assert "\n" not in stop.problem
