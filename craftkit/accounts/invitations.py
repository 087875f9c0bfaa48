"""Invite people by mail, again or no more, and let them in by the link."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Account, Invitation, Membership, Project, ProjectMembership, User
from craftkit.accounts.roles import Role
from craftkit.accounts.team import OwnersAlone
from craftkit.lib.errors import AppError, Conflict, InvalidRequest, RateLimited, field_issues

MOST_PENDING = 100
BREATH = timedelta(minutes=1)


class AlreadyThere(Conflict):
    """Nobody is invited twice."""

    code = "already_there"


class InvitationOver(AppError):
    """The link opens nothing any more."""

    status = 410
    code = "invitation_over"
    message = gettext_noop("This invitation was used or withdrawn, or its week is over. Ask for a new one.")


class SomebodyElse(AppError):
    """The invitation is for another address."""

    status = 403
    code = "somebody_else"
    message = gettext_noop("This invitation is for another e-mail address.")


class TooManyInvitations(RateLimited):
    """Mails to strangers are counted."""

    code = "too_many_invitations"


def invite(*, account: Account, project: Project | None, email: str, role: Role, by: User, part: Role) -> Invitation:
    """Ask somebody by mail to join the account, or the project alone. `part` is the role of who asks.

    Raises AlreadyThere, OwnersAlone, InvalidRequest, TooManyInvitations.
    """
    address = email.strip().lower()
    if role == Role.OWNER and part != Role.OWNER:
        raise OwnersAlone
    if role == Role.OWNER and project:
        raise InvalidRequest(
            issues=field_issues({"role": [gettext("A project has no owner of its own. Choose admin.")]})
        )
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        _refuse_known(account, project, address)
        row = Invitation(account=account, project=project, email=address, role=role, invited_by=by)
        token = row.renew()
        row.save(force_insert=True)
        audit.record("invitation.sent", account=account, project=project, target=address, role=str(role))
        _send(row, token)
    return row


def _refuse_known(account: Account, project: Project | None, address: str) -> None:
    if Membership.objects.filter(account=account, user__email__iexact=address).exists():
        raise AlreadyThere(
            gettext("%(email)s is a member already. Change the role on their page.") % {"email": address}
        )
    if project and ProjectMembership.objects.filter(project=project, user__email__iexact=address).exists():
        raise AlreadyThere(gettext("%(email)s is in this project already.") % {"email": address})
    pending = Invitation.objects.pending().filter(account=account)
    same = pending.filter(email=address, project=project)
    same.filter(expires_at__lte=timezone.now()).update(revoked_at=timezone.now())
    if same.exists():
        message = gettext("%(email)s was invited already. You can send the invitation again.")
        raise AlreadyThere(message % {"email": address})
    if pending.count() >= MOST_PENDING:
        message = gettext("%(most)d invitations wait for an answer. Withdraw some before you send more.")
        raise TooManyInvitations(message % {"most": MOST_PENDING}, retry_after=int(BREATH.total_seconds()))


def resend(*, invitation: Invitation) -> None:
    """A new link for another week; the old one stops working. Raises InvitationOver, TooManyInvitations."""
    with transaction.atomic():
        row = Invitation.objects.pending().select_for_update().filter(pk=invitation.pk).first()
        if row is None:
            raise InvitationOver
        if row.sent_at > timezone.now() - BREATH:
            raise TooManyInvitations(gettext("It was sent just now. Give it a minute."), retry_after=60)
        token = row.renew()
        row.save(update_fields=["digest", "sent_at", "expires_at"])
        audit.record("invitation.resent", account=row.account, project=row.project, target=row.email)
        _send(row, token)


def revoke(*, invitation: Invitation) -> None:
    """The link opens nothing any more. Raises InvitationOver."""
    with transaction.atomic():
        if not Invitation.objects.pending().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            raise InvitationOver
        account, project = invitation.account, invitation.project
        audit.record("invitation.revoked", account=account, project=project, target=invitation.email)


def accept(*, invitation: Invitation, user: User) -> None:
    """Take the user in; what they are already stays. Raises InvitationOver, SomebodyElse."""
    if not is_for(invitation, user):
        raise SomebodyElse
    account, project, role = invitation.account, invitation.project, invitation.role
    with transaction.atomic():
        if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
            raise InvitationOver
        if project and project.deleted_at:
            raise InvitationOver
        is_member = Membership.objects.filter(account=account, user=user).exists()
        if project and not is_member:
            given = {"role": role, "account": account}
            ProjectMembership.objects.get_or_create(user=user, project=project, defaults=given)
        elif not is_member:
            Membership.objects.create(account=account, user=user, role=role)
        audit.record("member.added", account=account, project=project, target=user.email, by=user, now=role)


def sign_up(*, invitation: Invitation, password: str) -> User:
    """A user with the address that the link has proven, who belongs where the invitation leads.

    Raises InvitationOver, and Conflict when somebody signed up with the address meanwhile.
    """
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Conflict(gettext("There is a user with this address already. Sign in to accept the invitation."))
    with transaction.atomic():
        user = User.objects.create_user(invitation.email, password)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        accept(invitation=invitation, user=user)
    return user


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether the invitation's address is one of the user's."""
    own = EmailAddress.objects.filter(user=user, email__iexact=invitation.email)
    return user.email.lower() == invitation.email or own.exists()


@translation.override(settings.LANGUAGE_CODE)
def _send(invitation: Invitation, token: str) -> None:
    """The mail, in the caller's transaction. Its bytes are sealed until it has left."""
    said = {"invitation": invitation, "link": settings.BASE_URL + reverse("invitation", args=[token])}
    subject = render_to_string("account/email/invitation_subject.txt", said)
    body = render_to_string("account/email/invitation_message.txt", said)
    send_mail(" ".join(subject.split()), body, None, [invitation.email])
