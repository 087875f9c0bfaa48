"""What the embedded form weighs: people open it on phones."""

from __future__ import annotations

import gzip
from pathlib import Path

from django.conf import settings

MOST_BYTES = 30_000


def test_the_form_s_script_is_small_on_the_line():
    script = Path(settings.BASE_DIR, "static", "dist", "form.js").read_bytes()

    assert len(gzip.compress(script, 9, mtime=0)) < MOST_BYTES
