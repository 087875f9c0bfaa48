"""Who a request speaks for, as one value that every room can pass on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from craftkit.accounts.models import Account, ApiKey, Project


@dataclass(frozen=True)
class Principal:
    """The holder of a credential.

    `kind` is `live`, `test`, `account` or `admin`. Project keys carry their project, account keys only the account,
    the admin key neither.
    """

    kind: str
    key: ApiKey | None = None

    is_authenticated = True

    @property
    def env(self) -> str:
        """`test` for test keys, else `live`."""
        return "test" if self.kind == "test" else "live"

    @property
    def project(self) -> Project:
        """The project of a project key."""
        if self.key is None or self.key.project is None:
            raise TypeError(f"A principal of kind {self.kind} has no project.")
        return self.key.project

    @property
    def account(self) -> Account:
        """The account that the key belongs to."""
        if self.key is None:
            raise TypeError(f"A principal of kind {self.kind} has no account.")
        return self.key.account

    @property
    def limiter_id(self) -> str:
        """What rate limits count by."""
        return str(self.key.pk) if self.key else self.kind

    @property
    def project_id(self) -> uuid.UUID:
        """The id of the project of a project key."""
        return self.project.pk
