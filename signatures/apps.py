"""The app of signature requests."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Who signs what, sealing, the audit trail."""

    name = "signatures"

    def ready(self) -> None:
        """Have workers know of sealing, also where no broker names their tasks; refuse settings that cannot work.

        Deleted projects take their audit trails along; what is being signed is not deleted."""
        import_module("signatures.tasks")
        import_module("signatures.seals").refuse_unreadable()
        import_module("renders.deleting").object_when(import_module("signatures.needs").refuse_pending)
        import_module("renders.purging").before(import_module("signatures.clearing").clear_trails)
