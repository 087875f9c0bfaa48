"""What the API answers in: JSON, or a PDF where an endpoint says so, whatever the Accept header prefers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class AsDocumented(BaseContentNegotiation):
    """Ignores Accept: each endpoint has one type of answer, and an error is JSON also where a PDF was asked for."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The parser for the body's type, or None, which becomes a 415."""
        wanted = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == wanted), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """The JSON renderer."""
        first = next(iter(renderers))
        return first, first.media_type
