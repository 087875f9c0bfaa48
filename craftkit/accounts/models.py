"""Users, the accounts they belong to, the projects these own, and the keys that speak for them."""

from __future__ import annotations

import hmac
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from craftkit.accounts import roles
from craftkit.accounts.audit_models import AuditEntry as AuditEntry
from craftkit.accounts.settings_models import ProjectSettings as ProjectSettings
from craftkit.accounts.team_models import Invitation as Invitation
from craftkit.accounts.team_models import ProjectMembership as ProjectMembership
from craftkit.lib import keys
from craftkit.lib.ids import new_id

DUMMY_DIGEST = "0" * 64


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A user who signs in with this address and password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: object) -> User:
        """A user with all permissions, for `manage.py createsuperuser`."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in to the dashboard."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=5, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    def choose_language(self, code: str) -> None:
        """Read the pages in this language from now on; empty for the browser's."""
        self.language = code
        self.save(update_fields=["language"])


class Account(models.Model):
    """Who owns projects: a person or a company."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    members: models.ManyToManyField = models.ManyToManyField(User, through="Membership", related_name="accounts")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's part in an account."""

    Role = roles.Role

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=roles.Role.choices, default=roles.Role.OWNER)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "account"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user} in {self.account}"

    @property
    def part(self) -> roles.Role:
        """The role, as a value that knows what it may do."""
        return roles.Role(self.role)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Selections of projects."""

    def alive(self) -> ProjectQuerySet:
        """Projects that were not deleted."""
        return self.filter(deleted_at=None)

    def for_user(self, user: User) -> ProjectQuerySet:
        """Projects of the accounts that the user belongs to, and those that he alone was let into."""
        accounts = Membership.objects.filter(user=user).values("account")
        single = ProjectMembership.objects.filter(user=user).values("project")
        return self.alive().filter(models.Q(account__in=accounts) | models.Q(pk__in=single))

    def with_roles(self, user: User) -> ProjectQuerySet:
        """The same rows, each with the user's role in its account and in the project itself (None where he has none).

        `role_of` makes one of the two.
        """
        in_account = Membership.objects.filter(user=user, account=models.OuterRef("account"))
        in_project = ProjectMembership.objects.filter(user=user, project=models.OuterRef("pk"))
        return self.annotate(
            in_account=models.Subquery(in_account.values("role")[:1]),
            in_project=models.Subquery(in_project.values("role")[:1]),
        )


class Project(models.Model):
    """The unit of isolation: templates, renders, keys and webhooks belong to exactly one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=140)
    external_org_id = models.CharField(max_length=255, null=True, unique=True)  # noqa: DJ001 - NULL keeps it unique
    provisioned_key_sealed = models.TextField(blank=True, default="")
    email_from = models.EmailField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # When nothing of it was left but this row, which keeps the slug taken.
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()
    # Of whoever asks, on rows of `with_roles`.
    in_account: str | None
    in_project: str | None

    class Meta:
        # A deleted project keeps its slug: an address never comes to mean somebody else's things.
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "slug"], name="project_slug_in_account")]

    def __str__(self) -> str:
        return self.name

    def role_of(self, user: User) -> roles.Role | None:
        """What the user is in this project; None for strangers."""
        found = Project.objects.filter(pk=self.pk).with_roles(user).first()
        return roles.effective(found.in_account, found.in_project) if found else None


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Selections of keys."""

    def active(self) -> ApiKeyQuerySet:
        """Keys that were not revoked."""
        return self.filter(revoked_at=None)

    def holding(self, text: str) -> ApiKey | None:
        """The active key that a client presented, or None; refuses typing errors without asking the database."""
        parsed = keys.parse(text)
        if parsed is None:
            return None
        row = self.active().select_related("project").filter(kind=parsed.kind, public_id=parsed.public_id).first()
        genuine = hmac.compare_digest(row.digest if row else DUMMY_DIGEST, keys.digest(text, settings.SECRET_KEY))
        return row if genuine else None


class ApiKey(models.Model):
    """A credential of a project or an account; only its keyed hash is stored."""

    class Kind(models.TextChoices):
        """What a key opens; `craftkit.lib.keys.PREFIXES` gives each its prefix."""

        LIVE = "live"
        TEST = "test"
        ACCOUNT = "account"
        PUBLISHABLE_LIVE = "publishable_live"
        PUBLISHABLE_TEST = "publishable_test"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="keys")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="keys", null=True)
    name = models.CharField(max_length=200, default="API key")
    public_id = models.CharField(max_length=10, unique=True)
    digest = models.CharField(max_length=64)
    prefix = models.CharField(max_length=30)
    last4 = models.CharField(max_length=4)
    # A publishable key is no secret: it stands in the host's page, and the dashboard shows it again.
    public_text = models.CharField(max_length=80, blank=True, default="")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="account", project=None)
                | (~models.Q(kind="account") & ~models.Q(project=None)),
                name="key_belongs_to_account_or_project",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…{self.last4}"
