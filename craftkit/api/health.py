"""Whether this install is alive, and whether its parts answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import ClassVar

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import ANYBODY
from craftkit.api.doors import Door

log = structlog.get_logger(__name__)
Check = Callable[[], bool]
REMEMBER_SECONDS = 2.0


class Checks:
    """The checks that apps register, with answers remembered for two seconds so that probing costs nothing."""

    def __init__(self) -> None:
        self.checks: dict[str, Check] = {}
        self.lock = threading.Lock()
        self.answers: dict[str, str] = {}
        self.asked_at = 0.0

    def run(self) -> dict[str, str]:
        """`ok` or `error` by the name of the part."""
        with self.lock:
            if time.monotonic() - self.asked_at > REMEMBER_SECONDS:
                self.answers = {name: "ok" if check() else "error" for name, check in self.checks.items()}
                self.asked_at = time.monotonic()
            return dict(self.answers)


def database_answers() -> bool:
    """Whether `SELECT 1` comes back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError as error:
        log.warning("health.database", error=str(error))
        return False


checks = Checks()
checks.checks["database"] = database_answers


class AliveAnswer(serializers.Serializer):
    """The process answers."""

    status = serializers.ChoiceField(choices=["ok"], help_text="Always `ok`.")


class HealthAnswer(serializers.Serializer):
    """The state of the parts."""

    status = serializers.ChoiceField(choices=["ok", "degraded"], help_text="`degraded` when a check fails.")
    version = serializers.CharField(help_text="First seven characters of the commit, or `local`.")
    checks = serializers.DictField(
        child=serializers.ChoiceField(choices=["ok", "error"]),
        help_text="`database`, `queue`, `storage` and `browser`, each `ok` or `error`.",
    )


class Alive(Door):
    """Whether the process answers; asks nothing else."""

    allowed: ClassVar = ANYBODY
    throttle_classes = ()

    @extend_schema(
        operation_id="getAlive",
        tags=["System"],
        summary="Liveness",
        auth=[],
        responses=AliveAnswer,
        examples=[OpenApiExample("Alive", {"status": "ok"}, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The process is up. Touches neither the database nor any other part."""
        return Response({"status": "ok"})


class Health(Door):
    """Whether the parts answer."""

    allowed: ClassVar = ANYBODY
    throttle_classes = ()

    @extend_schema(
        operation_id="getHealth",
        tags=["System"],
        summary="Health",
        auth=[],
        responses={200: HealthAnswer, 503: OpenApiResponse(HealthAnswer, description="A part does not answer.")},
        examples=[
            OpenApiExample(
                "Healthy",
                {
                    "status": "ok",
                    "version": "4f9e2b7",
                    "checks": {"database": "ok", "queue": "ok", "storage": "ok", "browser": "ok"},
                },
                response_only=True,
                status_codes=["200", "503"],
            )
        ],
    )
    def get(self, request: Request) -> Response:
        """The state of the database, the queue, the storage and the workers' browsers; 503 when one fails."""
        answers = checks.run()
        healthy = all(answer == "ok" for answer in answers.values())
        body = {"status": "ok" if healthy else "degraded", "version": settings.VERSION, "checks": answers}
        return Response(body, status=200 if healthy else 503)
