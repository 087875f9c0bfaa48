"""The shape that all printers share: a request a line in, figures a line out. Standard library only.

A request is `{"html": path, "count": n, "seconds": s, "save": path}`: print the file until `count` or `seconds` is
reached, and keep the last PDF in `save` where it is given. The answer is `{"ms": [...], "seconds": s, "bytes": n}`:
milliseconds of each print, the whole time with everything between the prints, and the size of one PDF.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Print = Callable[[str], bytes]


def serve(print_html: Print, *, name: str, between: Callable[[], None] | None = None) -> None:
    """Say what prints, then answer requests until standard input ends; `between` is run after each print, untimed."""
    tell({"ready": name})
    for line in sys.stdin:
        tell(answer(json.loads(line), print_html, between or (lambda: None)))


def answer(request: dict[str, Any], print_html: Print, between: Callable[[], None]) -> dict[str, Any]:
    """Carry out one request."""
    html = Path(request["html"]).read_text(encoding="utf-8")
    times: list[float] = []
    pdf = b""
    start = time.perf_counter()
    while len(times) < request["count"] and time.perf_counter() - start < request["seconds"]:
        began = time.perf_counter()
        pdf = print_html(html)
        times.append(round((time.perf_counter() - began) * 1000, 3))
        between()
    seconds = time.perf_counter() - start
    if not pdf.startswith(b"%PDF-"):
        raise RuntimeError("What was printed is no PDF.")
    if request.get("save"):
        Path(request["save"]).write_bytes(pdf)
    return {"ms": times, "seconds": seconds, "bytes": len(pdf)}


def tell(message: dict[str, Any]) -> None:
    """One line to whoever started us."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
