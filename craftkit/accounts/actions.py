"""Open accounts and projects, issue and revoke keys."""

from __future__ import annotations

import itertools
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from craftkit.accounts import audit, holds
from craftkit.accounts.models import Account, ApiKey, Membership, Project, User
from craftkit.lib import keys, sealed

PROVISIONED = "craftkit.provisioned-key"


def open_account(*, user: User, name: str = "") -> Account:
    """An account that the user owns, with a first project and its publishable keys."""
    with transaction.atomic():
        account = Account.objects.create(name=name or user.email.split("@")[0])
        Membership.objects.create(user=user, account=account, role=Membership.Role.OWNER)
        create_project(account=account, name="My project", by=user)
    return account


def create_project(
    *, account: Account, name: str, external_org_id: str | None = None, email_from: str = "", by: User | None = None
) -> Project:
    """A project with a slug that is free in the account (`name`, `name-1`, …) and its publishable keys."""
    for slug in _candidate_slugs(name):
        if Project.objects.filter(account=account, slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                project = Project.objects.create(
                    account=account, name=name, slug=slug, external_org_id=external_org_id, email_from=email_from
                )
                _keep_key(account, project, "publishable_live", "Publishable key")
                _keep_key(account, project, "publishable_test", "Publishable test key")
                audit.record("project.created", account=account, project=project, target=name, by=by)
        except IntegrityError:
            if not Project.objects.filter(account=account, slug=slug).exists():
                raise
            continue
        return project
    raise AssertionError("itertools.count does not end")


def _candidate_slugs(name: str) -> itertools.chain[str]:
    stem = slugify(name)[:120].strip("-") or "project"
    return itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(1)))


def delete_project(*, project: Project) -> None:
    """Soft delete: the project and its keys stop answering, the slug stays taken. Raises OnHold.

    It can be restored for RESTORE_DAYS; then all that belongs to it goes.
    """
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        holds.refuse_held(project)
        project.deleted_at = timezone.now()
        project.save(update_fields=["deleted_at", "updated_at"])
        audit.record_in(project, "project.deleted", project.name)


def issue_key(
    *, account: Account, project: Project | None, kind: str, name: str = "API key", created_by: User | None = None
) -> tuple[ApiKey, str]:
    """A new key and its clear text, which nobody can read again (but a publishable one)."""
    with transaction.atomic():
        row, text = _keep_key(account, project, kind, name, created_by)
        audit.record("key.created", account=account, project=project, target=f"{name} ({row})", kind=str(kind))
    return row, text


def _keep_key(
    account: Account, project: Project | None, kind: str, name: str, created_by: User | None = None
) -> tuple[ApiKey, str]:
    key = keys.mint(kind)
    row = ApiKey.objects.create(
        kind=kind,
        account=account,
        project=project,
        name=name,
        public_id=key.public_id,
        digest=keys.digest(key.text, settings.SECRET_KEY),
        prefix=key.shown_prefix,
        last4=key.text[-4:],
        public_text=key.text if kind.startswith("publishable") else "",
        created_by=created_by,
    )
    return row, key.text


def revoke_key(*, key: ApiKey) -> None:
    """The key stops working at once."""
    with transaction.atomic():
        if ApiKey.objects.active().filter(pk=key.pk).update(revoked_at=timezone.now()):
            audit.record("key.revoked", account=key.account, project=key.project, target=f"{key.name} ({key})")


def note_use(*, key: ApiKey) -> None:
    """Remember that the key was used, at most once a minute."""
    now = timezone.now()
    if key.last_used_at and now - key.last_used_at < timedelta(minutes=1):
        return
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def provision(*, external_org_id: str, name: str, email_from: str) -> tuple[Project, str | None, bool]:
    """The project of an outside organisation, its live key in clear, and whether it was made just now.

    Asking again gives the same project and the same key; None for the key when the admin key changed in between,
    because the key is sealed under it.
    """
    existing = _provisioned(external_org_id)
    if existing:
        return existing, _provisioned_key(existing), False
    try:
        with transaction.atomic():
            account = Account.objects.create(name=(name or external_org_id)[:120])
            project = create_project(
                account=account,
                name=(name or external_org_id)[:120],
                external_org_id=external_org_id,
                email_from=email_from,
            )
            _, text = issue_key(account=account, project=project, kind="live", name="Provisioned key")
            project.provisioned_key_sealed = sealed.seal(text, key=settings.ADMIN_KEY, purpose=PROVISIONED)
            project.save()
    except IntegrityError:
        winner = _provisioned(external_org_id)
        if winner is None:
            raise
        return winner, _provisioned_key(winner), False
    return project, text, True


def _provisioned(external_org_id: str) -> Project | None:
    return Project.objects.alive().filter(external_org_id=external_org_id).first()


def _provisioned_key(project: Project) -> str | None:
    return sealed.unseal(project.provisioned_key_sealed, key=settings.ADMIN_KEY, purpose=PROVISIONED)
