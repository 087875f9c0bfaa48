"""No document reads a file of the machine, whatever it calls it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from renders.chromium import Lane
from renders.options import PdfOptions
from tests.browser.printing.conftest import text_of
from tests.browser.printing.html_vectors import FILES

pytestmark = pytest.mark.browser
SECRET = "FILE-CANARY-SINGS"


@pytest.fixture
def secret() -> Iterator[Path]:
    """A file that every user of the machine may read, so that only the browser can refuse it."""
    with tempfile.TemporaryDirectory(prefix="craftkit-secret-") as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "secret.html"
        path.write_text(f"<p>{SECRET}")
        path.chmod(0o644)
        yield path


def test_a_page_from_the_disk_does_leak(browser_path: str, secret: Path) -> None:
    leaks = []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path)
        page = browser.new_context(java_script_enabled=False).new_page()
        for name, html in FILES.items():
            document = secret.with_name(f"{name}.html")
            document.write_text(html.format(path=secret))
            page.goto(f"file://{document}")
            if SECRET in text_of(page.pdf()):
                leaks.append(name)
        browser.close()

    assert len(leaks) >= 4, "the control: were nothing to leak, the next test would prove nothing"


@pytest.mark.parametrize("name", FILES)
def test_no_file_gets_into_a_pdf(lane: Lane, secret: Path, name: str) -> None:
    html = f"<p>before{FILES[name].format(path=secret)}"

    printed = lane.print(html, tenant="acme", options=PdfOptions())

    assert SECRET not in text_of(printed.pdf)
    assert "before" in text_of(printed.pdf)


def test_no_file_of_a_neighbour_gets_into_a_pdf(lane: Lane) -> None:
    rooms = [path for path in Path(tempfile.gettempdir()).glob("craftkit-lane-*") if path.is_dir()]
    html = "".join(f"<iframe src='file://{room}/fonts.conf' width=700 height=500></iframe>" for room in rooms)

    printed = lane.print(f"<p>before{html}", tenant="acme", options=PdfOptions())

    assert rooms, "the lane under test has one"
    assert "fontconfig" not in text_of(printed.pdf)


def test_the_browser_knows_no_secret_of_the_worker(lane: Lane) -> None:
    environment = lane.browser_process.environ()

    names = set(environment)

    assert names <= {
        "PATH",
        "LANG",
        "TZ",
        "HOME",
        "TMPDIR",
        "FONTCONFIG_FILE",
        "CRAFTKIT_LANE",
        "PWD",
        "SHLVL",
        "_",
        "OLDPWD",
    }
