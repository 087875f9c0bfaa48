"""WeasyPrint as its documentation shows it, tagged as the others are, without access to any address."""

from __future__ import annotations

import weasyprint
from weasyprint.urls import URLFetcher

from bench.printers.serve import serve

INLINE_ONLY = URLFetcher(allowed_protocols=("data",))


def print_html(html: str) -> bytes:
    """The page as a tagged PDF."""
    return bytes(weasyprint.HTML(string=html, url_fetcher=INLINE_ONLY).write_pdf(pdf_tags=True))


if __name__ == "__main__":
    serve(print_html, name=f"WeasyPrint {weasyprint.__version__}")
