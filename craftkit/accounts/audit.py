"""The log of administrative actions: who did what, on what, in which role and from where."""

from __future__ import annotations

from typing import Any, Final

from craftkit.accounts.models import Account, AuditEntry, Membership, Project, User
from craftkit.lib import asking

# Every action that is logged, and how people read it. `record` takes no other.
ACTIONS: Final[dict[str, str]] = {
    "project.created": "Created a project",
    "project.deleted": "Deleted a project",
    "template.archived": "Archived a template",
    "template.brought_back": "Brought a template back from the archive",
    "template.deleted": "Deleted a template",
    "template.imported": "Imported a template",
    "key.created": "Created a key",
    "key.revoked": "Revoked a key",
    "member.added": "Joined",
    "member.role_changed": "Changed a role",
    "member.project_role_changed": "Changed a role in a project",
    "member.removed": "Removed a member",
    "member.left": "Left",
    "invitation.sent": "Invited somebody",
    "invitation.resent": "Sent an invitation again",
    "invitation.revoked": "Withdrew an invitation",
    "webhook.created": "Created a webhook",
    "webhook.changed": "Changed a webhook",
    "webhook.disabled": "Switched a webhook off",
    "webhook.enabled": "Switched a webhook on",
    "webhook.secret_rotated": "Made a new webhook secret",
    "webhook.deleted": "Deleted a webhook",
    "hook.changed": "Changed an inbound hook",
    "hook.rotated": "Made a new inbound address or secret",
    "embed.enabled": "Enabled embedding",
    "embed.disabled": "Switched embedding off",
    "embed.origin_added": "Allowed an origin",
    "embed.origin_removed": "Removed an origin",
    "embed.host_added": "Allowed a redirect host",
    "embed.host_removed": "Removed a redirect host",
    "embed.callback_changed": "Changed the callback",
    "embed.callback_secret_rotated": "Made a new callback secret",
    "embed.signing_key_rotated": "Made a new signing key",
    "embed.theme_changed": "Changed the look of embeds",
    "embed.preset_added": "Added a permission preset",
    "embed.preset_changed": "Changed a permission preset",
    "embed.preset_deleted": "Deleted a permission preset",
    "sender.changed": "Changed the sender of mails",
    "sharing.changed": "Changed the sharing settings",
    "requests.bodies_kept": "Had the request log keep bodies",
    "requests.bodies_dropped": "Had the request log forget bodies",
    "password.changed": "Changed the own password",
    "password.reset": "Reset the own password by mail",
    "email.changed": "Changed the own e-mail address",
    "email.removed": "Removed an own e-mail address",
    "totp.enabled": "Switched two-step sign-in on",
    "totp.disabled": "Switched two-step sign-in off",
    "passkey.added": "Added a passkey",
    "passkey.removed": "Removed a passkey",
    "recovery_codes.made": "Made new recovery codes",
    "sso.connected": "Connected single sign-on",
    "sso.disconnected": "Disconnected single sign-on",
    "session.ended": "Ended own sessions",
    "data.exported": "Exported own data",
    "user.deleted": "Deleted the own user",
}
SYSTEM, KEY = "system", "key"


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
