"""What administrators decide about a project: its name, its language, how long it keeps things, and its return."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Project, ProjectSettings, User
from craftkit.accounts.roles import Role
from craftkit.lib.errors import Conflict

RESTORE_DAYS = 30
DEFAULTS_SECONDS = 5


class TooLate(Conflict):
    """The project was deleted too long ago."""

    message = gettext_noop("The project was deleted too long ago to be restored.")


def settings_of(project: Project) -> ProjectSettings:
    """The project's settings; the defaults, not yet stored, where it never changed any."""
    return ProjectSettings.objects.filter(project=project).first() or ProjectSettings(project=project)


def defaults_of(project: Project) -> tuple[str, str]:
    """The locale of new templates and the time zone of documents, empty where none was set; heard within seconds."""
    name = f"project.defaults.{project.pk}"
    known: tuple[str, str] | None = cache.get(name)
    if known is None:
        kept = settings_of(project)
        known = kept.locale, kept.time_zone
        cache.set(name, known, timeout=DEFAULTS_SECONDS)
    return known


def rename(*, project: Project, name: str) -> None:
    """Another name; the slug stays."""
    if name == project.name:
        return
    with transaction.atomic():
        old, project.name = project.name, name
        project.save(update_fields=["name", "updated_at"])
        audit.record_in(project, "project.renamed", name, before=old)


def change_language(*, project: Project, locale: str, time_zone: str) -> None:
    """Other defaults, for what is made from now on."""
    with transaction.atomic():
        ProjectSettings.objects.update_or_create(project=project, defaults={"locale": locale, "time_zone": time_zone})
        audit.record_in(project, "language.changed", project.name, locale=locale, time_zone=time_zone)
    cache.delete(f"project.defaults.{project.pk}")


def change_terms(*, project: Project, terms: dict[str, int | None]) -> None:
    """Keep things for other terms: days, 0 for ever, None for what the install does."""
    before = settings_of(project).terms
    changed = {kind: days for kind, days in terms.items() if before[kind] != days}
    if not changed:
        return
    with transaction.atomic():
        columns = {f"keep_{kind}": days for kind, days in changed.items()}
        ProjectSettings.objects.update_or_create(project=project, defaults=columns)
        said = {kind: "default" if days is None else days or "forever" for kind, days in changed.items()}
        audit.record_in(project, "retention.changed", project.name, **said)


def restorable(user: User) -> QuerySet[Project]:
    """The deleted projects that the user may take back."""
    edge = timezone.now() - timedelta(days=RESTORE_DAYS)
    administered = user.memberships.filter(role__in=(Role.OWNER, Role.ADMIN)).values("account")
    return Project.objects.filter(account__in=administered, deleted_at__gte=edge, purged_at=None)


def restore(*, project: Project) -> None:
    """Take a deleted project back, with all its keys. Raises TooLate."""
    edge = timezone.now() - timedelta(days=RESTORE_DAYS)
    with transaction.atomic():
        rows = Project.objects.filter(pk=project.pk, purged_at=None)
        if rows.filter(deleted_at=None).exists():
            return
        if not rows.filter(deleted_at__gte=edge).update(deleted_at=None, updated_at=timezone.now()):
            raise TooLate
        audit.record_in(project, "project.restored", project.name)
