"""`manage.py migrate`: Django's own, with the walls between tenants taken down before and put up after it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from craftkit.lib import walls


class Command(Migrate):
    """Migrate, then put up the walls that the models as they are now call for."""

    def handle(self, *args: Any, **options: Any) -> None:
        """A migration that fails leaves them down, until the next one that does not."""
        connection = connections[options["database"]]
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        walls.take_down(connection)
        super().handle(*args, **options)
        found = {model._meta.label: model for model in apps.get_models()}
        walls.put_up(connection, found.values(), walls.owners_of(settings.TENANT_OWNERS, found))
