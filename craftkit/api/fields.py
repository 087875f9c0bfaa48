"""Serializer fields that take JSON at its word: text is text, whole numbers are whole numbers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class Text(serializers.CharField):
    """A string; numbers and booleans are refused instead of being turned into one."""

    def to_internal_value(self, data: Any) -> str:
        """The string, trimmed."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number; text and booleans are refused."""

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false, nothing that resembles them."""

    def to_internal_value(self, data: Any) -> bool:
        """The boolean."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Timestamp(serializers.DateTimeField):
    """A moment in an answer, already written by `times.iso`."""


class FreeObject(serializers.DictField):
    """An object with any names and values."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.JSONField(), **options)

    def run_child_validation(self, data: Any) -> Any:
        """Whatever JSON can say is right, null included."""
        return data
