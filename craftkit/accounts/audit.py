"""The log of administrative actions: who did what, on what, in which role and from where."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Account, AuditEntry, Membership, Project, User
from craftkit.lib import asking

# Every action that is logged, and how people read it. `record` takes no other.
ACTIONS: Final[dict[str, str | Promise]] = {
    "project.created": _("Created a project"),
    "project.deleted": _("Deleted a project"),
    "project.restored": _("Restored a project"),
    "project.renamed": _("Renamed a project"),
    "brand.changed": _("Changed the brand"),
    "language.changed": _("Changed the locale or time zone"),
    "retention.changed": _("Changed how long things are kept"),
    "hold.placed": _("Placed a legal hold"),
    "hold.lifted": _("Lifted a legal hold"),
    "document.deleted": _("Deleted a document"),
    "template.archived": _("Archived a template"),
    "template.brought_back": _("Brought a template back from the archive"),
    "template.deleted": _("Deleted a template"),
    "template.imported": _("Imported a template"),
    "template.look_approved": _("Approved the new look of a template"),
    "form.opened": _("Switched a public form on, or changed it"),
    "form.closed": _("Switched a public form off"),
    "key.created": _("Created a key"),
    "key.revoked": _("Revoked a key"),
    "member.added": _("Joined"),
    "member.role_changed": _("Changed a role"),
    "member.project_role_changed": _("Changed a role in a project"),
    "member.removed": _("Removed a member"),
    "member.left": _("Left"),
    "invitation.sent": _("Invited somebody"),
    "invitation.resent": _("Sent an invitation again"),
    "invitation.revoked": _("Withdrew an invitation"),
    "webhook.created": _("Created a webhook"),
    "webhook.changed": _("Changed a webhook"),
    "webhook.disabled": _("Switched a webhook off"),
    "webhook.enabled": _("Switched a webhook on"),
    "webhook.secret_rotated": _("Made a new webhook secret"),
    "webhook.deleted": _("Deleted a webhook"),
    "hook.changed": _("Changed an inbound hook"),
    "hook.rotated": _("Made a new inbound address or secret"),
    "embed.enabled": _("Enabled embedding"),
    "embed.disabled": _("Switched embedding off"),
    "embed.origin_added": _("Allowed an origin"),
    "embed.origin_removed": _("Removed an origin"),
    "embed.host_added": _("Allowed a redirect host"),
    "embed.host_removed": _("Removed a redirect host"),
    "embed.callback_changed": _("Changed the callback"),
    "embed.callback_secret_rotated": _("Made a new callback secret"),
    "embed.signing_key_rotated": _("Made a new signing key"),
    "embed.theme_changed": _("Changed the look of embeds"),
    "embed.preset_added": _("Added a permission preset"),
    "embed.preset_changed": _("Changed a permission preset"),
    "embed.preset_deleted": _("Deleted a permission preset"),
    "sender.changed": _("Changed the sender of mails"),
    "sharing.changed": _("Changed the sharing settings"),
    "requests.bodies_kept": _("Had the request log keep bodies"),
    "requests.bodies_dropped": _("Had the request log forget bodies"),
    "sign_in.failed": _("A sign-in failed"),
    "password.changed": _("Changed the own password"),
    "password.reset": _("Reset the own password by mail"),
    "email.changed": _("Changed the own e-mail address"),
    "email.removed": _("Removed an own e-mail address"),
    "totp.enabled": _("Switched two-step sign-in on"),
    "totp.disabled": _("Switched two-step sign-in off"),
    "passkey.added": _("Added a passkey"),
    "passkey.removed": _("Removed a passkey"),
    "recovery_codes.made": _("Made new recovery codes"),
    "sso.connected": _("Connected single sign-on"),
    "sso.disconnected": _("Disconnected single sign-on"),
    "session.ended": _("Ended own sessions"),
    "data.exported": _("Exported own data"),
    "user.deleted": _("Deleted the own user"),
}
SYSTEM, KEY = "system", "key"
# The names of details in the log; settings go by the names of their forms.
DETAILS = (
    gettext_noop("was"),
    gettext_noop("now"),
    gettext_noop("role"),
    gettext_noop("kind"),
    gettext_noop("what"),
    gettext_noop("locale"),
    gettext_noop("time_zone"),
    gettext_noop("logo"),
    gettext_noop("signed"),
    gettext_noop("logged"),
    gettext_noop("before"),
    gettext_noop("reason"),
    gettext_noop("at_once"),
)


def record(
    action: str,
    *,
    account: Account,
    project: Project | None = None,
    target: str = "",
    by: User | None = None,
    **details: Any,
) -> AuditEntry:
    """Write down, in the caller's transaction, an action of whoever asks, or of `by` who is not signed in yet.

    `target` is what it was done to, by name.

    Secrets belong neither into `target` nor into `details`.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action} is not in ACTIONS.")
    request = asking.current()
    return AuditEntry.objects.create(
        account=account,
        action=action,
        project_id=project.pk if project else None,
        project=project.name if project else "",
        target=target[:300],
        details=details,
        ip=asking.address(request)[:45] if request else "",
        **_who(by or getattr(request, "user", None), account, project),
    )


def record_in(project: Project, action: str, target: str = "", **details: Any) -> AuditEntry:
    """The same, for what is done to something of a project."""
    return record(action, account=project.account, project=project, target=target, **details)


def record_for(user: User, action: str, *, target: str = "", **details: Any) -> None:
    """Write down what somebody did to his own sign-in, in every account that he belongs to."""
    for account in user.accounts.all():
        record(action, account=account, target=target, by=user, **details)


def _who(asker: Any, account: Account, project: Project | None) -> dict[str, Any]:
    """The person with his role now, or the key; neither in workers and commands."""
    if isinstance(asker, User):
        member = Membership.objects.filter(account=account, user=asker).values_list("role", flat=True)
        role = project.role_of(asker) if project else member.first()
        return {"actor_id": asker.pk, "actor": asker.email, "role": str(role or "")}
    if getattr(asker, "kind", None):
        key = getattr(asker, "key", None)
        return {"actor": f"{key.name} ({key})"[:254] if key else "Administrator key", "role": KEY}
    return {"actor": "", "role": SYSTEM}
