"""What pages weigh: the script that each brings along, as it is before the line compresses it.

The reader of PDFs and the builder are not among it: these fetch themselves once somebody is at them.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from tests.accounts.pages import PAGES
from tests.accounts.test_pages_access import BINARY, FRAMED, address, furnish

MOST_BYTES = 100_000
DIST = Path(settings.BASE_DIR, "static", "dist")
NAMED = re.compile(r'<script[^>]*\ssrc="[^"]*/([\w./-]+\.js)"')
IMPORTED = re.compile(r'(?:^|[;}\s])(?:import|from)\s*"\./([\w.-]+\.js)"')


def with_imports(names: set[str]) -> set[str]:
    """The scripts, and those that they cannot begin without."""
    found, left = set[str](), set(names)
    while left:
        name = left.pop()
        found.add(name)
        left |= set(IMPORTED.findall((DIST / name).read_text())) - found
    return found


def test_no_page_has_more_than_100_kb_of_script(acme):
    values = furnish(acme)
    shown = [name for name, methods in PAGES.items() if methods.get("GET") == 200 and name not in FRAMED | BINARY]
    weights = {}
    for name in shown:
        page = acme.client.get(address(name, values, acme)).getvalue().decode()
        scripts = with_imports(set(NAMED.findall(page)))
        weights[name] = sum((DIST / script).stat().st_size for script in scripts)

    assert weights["project"] > 0
    assert {name: weight for name, weight in weights.items() if weight > MOST_BYTES} == {}
