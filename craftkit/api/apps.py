"""The API frame as an app: it owns the idempotency records and the start-up checks."""

from django.apps import AppConfig

from craftkit.api import checks


class ApiConfig(AppConfig):
    """The REST frame."""

    name = "craftkit.api"
    label = "api"
    checks = checks
