"""The base of every API door: it declares who may enter and reads bodies and queries into checked values."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from craftkit.api import request_log
from craftkit.api.errors import serializer_issues
from craftkit.api.principals import Principal
from craftkit.lib.errors import InvalidRequest, Unauthorized


class Door(APIView):
    """An endpoint. `allowed` names the kinds of key that open it; an empty set means anybody."""

    allowed: ClassVar[frozenset[str]]
    invalid_status: ClassVar[int] = 400

    def get_authenticators(self) -> list[BaseAuthentication]:
        """None for a door that anybody may enter: what stands in the header there is not ours to judge."""
        return super().get_authenticators() if self.allowed else []

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks; a wrong key counts against the limit of its address."""
        try:
            super().perform_authentication(request)
        except Unauthorized:
            self.check_throttles(request)
            raise
        request_log.expect(request._request, request.user)

    def check_permissions(self, request: Request) -> None:
        """Count the request before refusing it, so that nobody asks without bounds."""
        self.check_throttles(request)
        self.counted = True
        super().check_permissions(request)

    def check_throttles(self, request: Request) -> None:
        """Count the request, once."""
        if not getattr(self, "counted", False):
            super().check_throttles(request)

    @property
    def principal(self) -> Principal:
        """Who asks."""
        return cast(Principal, self.request.user)

    def read(self, shape: type[Serializer], request: Request) -> dict[str, Any]:
        """The JSON body in the given shape, or `invalid_request` with its issues."""
        return self._checked(shape, request.data, self.invalid_status)

    def read_query(self, shape: type[Serializer], request: Request) -> dict[str, Any]:
        """The query parameters in the given shape, or `invalid_request` with its issues."""
        return self._checked(shape, request.query_params.dict(), 400)

    def _checked(self, shape: type[Serializer], data: object, status: int) -> dict[str, Any]:
        serializer = shape(data=data)
        if serializer.is_valid():
            checked: dict[str, Any] = serializer.validated_data
            return checked
        error = InvalidRequest(issues=serializer_issues(serializer.errors))
        error.status = status
        raise error
