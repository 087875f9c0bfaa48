"""`manage.py demo`: an account to try everything with; running it again changes nothing that is there."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from craftkit.accounts import actions as accounts
from craftkit.accounts.models import Account, ApiKey, Project, User
from embed.actions import partners
from templates_app import actions
from templates_app.models import Template
from templates_app.samples import Sample, samples

EMAIL = "demo@craftkit.localhost"
PROJECT = "Demo"
# Where the sample product of examples/host runs, and where front ends are usually tried.
PORTS = (3000, 5173, 8080, 9100)
KEYS = {"accountKey": "account", "liveKey": "live", "testKey": "test"}


class Command(BaseCommand):
    """Make what is missing of the demo account, its project, its keys and the sample templates."""

    help = "Make the demo account and write its credentials to var/demo/credentials.json (mode 0600)."

    def handle(self, *args: object, **options: object) -> None:
        """Write the credentials file; keys that still work stay as they are."""
        path = Path(settings.VAR) / "demo" / "credentials.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        with transaction.atomic():
            user, password = self._user(known)
            project = self._project(user)
            keys = {name: self._key(project, kind, known.get(name, "")) for name, kind in KEYS.items()}
            slugs = [self._template(project, sample) for sample in samples()]
            partner = partners.enable(project=project, origins=origins())
        secret = {"embedWebhookSecret": partner.webhook_secret}
        write_private(path, {**self._credentials(project, password, keys, slugs), **secret})
        self.stdout.write(str(path))

    def _user(self, known: dict[str, Any]) -> tuple[User, str]:
        """The demo user and the password, set anew only when it is not known any more."""
        user = User.objects.filter(email=EMAIL).first()
        password = known.get("password") or secrets.token_urlsafe(12)
        if user is None:
            user = User.objects.create_user(EMAIL, password, name="Demo")
            account = Account.objects.create(name="Demo")
            account.memberships.create(user=user, role="owner")
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        return user, password

    def _project(self, user: User) -> Project:
        account = Account.objects.get(memberships__user=user)
        found = Project.objects.alive().filter(account=account).order_by("created_at").first()
        return found or accounts.create_project(account=account, name=PROJECT)

    def _key(self, project: Project, kind: str, text: str) -> str:
        """The key that the file has while it works, else a new one."""
        if text and ApiKey.objects.holding(text):
            return text
        owner = None if kind == "account" else project
        return accounts.issue_key(account=project.account, project=owner, kind=kind, name="Demo key")[1]

    def _template(self, project: Project, sample: Sample) -> str:
        """The sample's template, made if it is missing; a deleted one comes back."""
        if not Template.objects.for_project(project).filter(slug=sample.slug).exists():
            actions.start_from(project=project, sample=sample)
        return sample.slug

    def _credentials(self, project: Project, password: str, keys: dict[str, str], slugs: list[str]) -> dict[str, Any]:
        invoice = Template.objects.for_project(project).get(slug="invoice")
        publishable = project.keys.active().filter(kind="publishable_live").first()
        return {
            "baseUrl": settings.BASE_URL,
            "email": EMAIL,
            "password": password,
            **keys,
            "publishableKey": publishable.public_text if publishable else "",
            "adminKey": settings.ADMIN_KEY,
            "projectId": str(project.pk),
            "projectSlug": project.slug,
            "invoiceHookToken": invoice.inbound_token,
            "invoiceHookSecret": invoice.inbound_secret,
            "templates": slugs,
        }


def origins() -> list[str]:
    """Whose pages may embed the demo project: the install's own, and those of this machine."""
    local = [f"http://{host}:{port}" for host in ("localhost", "127.0.0.1") for port in PORTS]
    ours = [urlsplit(url) for url in (settings.BASE_URL, settings.EMBED_URL)]
    return [f"{parts.scheme}://{parts.netloc}" for parts in ours] + local


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Write JSON that only this user may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    draft.replace(path)
