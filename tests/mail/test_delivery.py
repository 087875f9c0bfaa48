"""Mails on their way through a real mail server: taken, asked to come again, refused, cut off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from craftkit.mail import actions
from craftkit.mail.delivery import Parcel, Postman, oldest_due, take, take_back
from craftkit.mail.dispatch import MailRoom
from craftkit.mail.models import MailAttempt, OutgoingMail, Suppression
from tests.mail.post_office import DIES, TAKEN
from tests.mail.recipes import write


def deliver(mail, times=1):
    """Make so many attempts, without waiting for their time."""
    for _ in range(times):
        OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=Now())
        Postman(spread=lambda: 0).deliver(claimed(mail))
    mail.refresh_from_db()


def claimed(mail) -> Parcel:
    """The mail in the hands of a sender."""
    parcel = take(mail.pk, worker="test")
    assert parcel is not None
    return parcel


def test_a_mail_arrives_as_it_was_written(acme, office):
    mail = write(acme.project, subject="Rechnung für Größe", to_name="Zoë")

    deliver(mail)

    (message,) = office.messages
    assert office.arrived[0] == mail.content()
    assert message["Subject"] == "Rechnung für Größe"
    assert office.recipients == ["ruth@example.org"]
    assert office.senders == ["craftkit@localhost"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    attempt = mail.attempts.get()
    assert (mail.status, attempt.step, attempt.code) == ("sent", "done", 250)
    assert attempt.answer == "2.0.0 queued as 4XyZ"
    assert attempt.server == f"127.0.0.1:{office.port}"


def test_a_server_that_is_busy_is_asked_again_in_time(acme, office, settings):
    settings.MAIL_RETRY_SCHEDULE = [0, 60, 300]
    office.answers = ["451 4.7.1 greylisted, come again", TAKEN]
    mail = write(acme.project)

    deliver(mail)

    assert (mail.status, mail.last_code) == ("queued", 451)
    assert timedelta(0) < mail.next_attempt_at - timezone.now() < timedelta(seconds=70)

    deliver(mail)

    assert mail.status == "sent"
    assert [row.code for row in mail.attempts.all()] == [451, 250]
    assert {message["Message-ID"] for message in office.messages} == {mail.message_id}


def test_after_the_last_attempt_a_mail_has_failed(acme, office, settings):
    settings.MAIL_RETRY_SCHEDULE = [0, 60]
    office.answers = ["421 4.3.2 closing"]
    mail = write(acme.project)

    deliver(mail, times=2)

    assert (mail.status, mail.last_code) == ("failed", 421)
    assert take(mail.pk, worker="test") is None


def test_a_refused_message_is_not_sent_again(acme, office):
    office.answers = ["554 5.7.1 looks like spam"]
    mail = write(acme.project)

    deliver(mail)

    assert (mail.status, mail.last_code) == ("failed", 554)
    assert not Suppression.objects.exists()


def test_an_unknown_recipient_is_written_to_no_more(acme, office):
    office.refused = {"ruth@example.org": "550 5.1.1 no such mailbox"}
    mail = write(acme.project)

    deliver(mail)

    assert mail.status == "failed"
    row = Suppression.objects.get()
    assert (row.project, row.address, row.reason) == (acme.project, "ruth@example.org", "bounced")
    assert "5.1.1 no such mailbox" in row.source
    assert write(acme.project).status == "suppressed"


def test_a_recipient_refused_for_policy_is_not_suppressed(acme, office):
    office.refused = {"ruth@example.org": "550 5.7.26 sender not authenticated"}

    deliver(write(acme.project))

    assert not Suppression.objects.exists()


def test_a_connection_cut_after_the_message_sends_the_same_bytes_again(acme, office):
    office.answers = [DIES, TAKEN]
    mail = write(acme.project)

    deliver(mail)

    first = mail.attempts.get()
    assert (mail.status, first.step, first.error) == ("queued", "data", "disconnected")

    deliver(mail)

    assert mail.status == "sent"
    assert office.arrived[0] == office.arrived[1]


def test_a_sender_killed_before_the_answer_leaves_the_mail_to_another(acme, office):
    mail = write(acme.project)
    lost = claimed(mail)
    Postman().hand_over(lost.mail)
    OutgoingMail.objects.filter(pk=mail.pk).update(lease_until=Now() - timedelta(seconds=1))

    assert take_back() == 1
    deliver(mail)

    assert mail.status == "sent"
    assert [row.error for row in mail.attempts.all()] == ["interrupted", ""]
    assert len({message["Message-ID"] for message in office.messages}) == 1


def test_a_sender_that_lost_its_lease_changes_nothing(acme, office):
    mail = write(acme.project)
    slow = claimed(mail)
    outcome = Postman().hand_over(slow.mail)
    OutgoingMail.objects.filter(pk=mail.pk).update(lease_until=Now() - timedelta(seconds=1))
    take_back()
    office.answers = ["554 5.6.0 no"]
    deliver(mail)

    Postman().record(slow, outcome)

    mail.refresh_from_db()
    assert mail.status == "failed"


def test_a_mail_that_kills_its_senders_ends(acme, settings):
    settings.MAIL_RETRY_SCHEDULE = [0, 60]
    mail = write(acme.project)
    for _ in range(2):
        assert take(mail.pk, worker="killed")
        OutgoingMail.objects.filter(pk=mail.pk).update(lease_until=Now() - timedelta(seconds=1))
        take_back()

    mail.refresh_from_db()

    assert mail.status == "failed"
    assert "may have arrived" in mail.last_answer


def test_a_server_that_is_away_is_tried_again(acme, settings):
    settings.MAIL_VIA, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", 1
    mail = write(acme.project)

    deliver(mail)

    attempt = mail.attempts.get()
    assert (mail.status, attempt.step, attempt.error) == ("queued", "connect", "unreachable")


def test_a_refused_login_waits_for_the_operator(acme, office, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "us", "wrong"
    mail = write(acme.project)

    deliver(mail)

    assert (mail.status, mail.attempts.get().step) == ("queued", "connect")


def test_an_address_suppressed_meanwhile_gets_nothing(acme, office):
    mail = write(acme.project)
    Suppression.objects.create(project=acme.project, address=mail.to, reason="manual")

    deliver(mail)

    assert mail.status == "suppressed"
    assert office.arrived == []


def test_a_code_is_forgotten_once_it_left(acme, office):
    mail = write(acme.project, template="code", context={"code": "482913"}, is_secret=True, is_optional=False)

    deliver(mail)

    assert b"482913" in office.arrived[0]
    assert mail.content() is None
    assert bytes(mail.message) == b""


def test_without_a_server_a_mail_lands_in_the_mailbox(acme):
    mail = write(acme.project)

    deliver(mail)

    assert (mail.status, mail.attempts.get().server) == ("sent", "mailbox")


def test_a_mail_without_a_project_becomes_a_file(acme, settings, tmp_path):
    settings.EMAIL_FILE_PATH, settings.MAIL_VIA = tmp_path, "off"
    actions.notify(
        project=acme.project,
        kind="webhook.failing",
        to="acme@example.com",
        subject="Look",
        template="notice",
        context={"paragraphs": ["It fails."]},
    )

    deliver(OutgoingMail.objects.get())

    (file,) = tmp_path.iterdir()
    assert b"It fails." in file.read_bytes()


def test_domains_beyond_ascii_are_spoken_as_servers_know_them(acme, office):
    deliver(write(acme.project, to="ruth@münchen.example"))

    assert office.recipients == ["ruth@xn--mnchen-3ya.example"]


def test_send_now_sends_before_it_returns(acme, office):
    mail = actions.send_now(mail=write(acme.project, at_once=True))

    assert mail.status == "sent"
    assert len(office.arrived) == 1
    assert take(mail.pk, worker="other") is None


def test_send_now_tells_of_a_refusal(acme, office):
    office.refused = {"ruth@example.org": "550 5.1.1 no such mailbox"}

    with pytest.raises(actions.EmailSendFailed) as caught:
        actions.send_now(mail=write(acme.project, at_once=True))

    assert (caught.value.status, caught.value.code) == (502, "email_send_failed")
    assert "no such mailbox" in caught.value.message


def test_send_now_leaves_what_a_busy_server_refused_to_the_queue(acme, office):
    office.answers = ["450 4.2.0 busy"]

    mail = actions.send_now(mail=write(acme.project, at_once=True))

    assert mail.status == "queued"


def test_send_now_refuses_a_suppressed_address(acme, office):
    Suppression.objects.create(project=acme.project, address="ruth@example.org", reason="bounced")

    with pytest.raises(actions.EmailSendFailed):
        actions.send_now(mail=write(acme.project, at_once=True))

    assert office.arrived == []


def test_projects_take_turns_and_codes_go_first(acme, globex):
    for _ in range(3):
        write(acme.project)
    code = write(acme.project, template="code", context={"code": "1"}, is_secret=True)
    other = write(globex.project)
    room = MailRoom()

    first, second = room.next(), room.next()

    assert first is not None
    assert second is not None
    assert {first.mail.pk, second.mail.pk} == {code.pk, other.pk}
    assert oldest_due(globex.project.pk) is None
    room.pool.shutdown()


def test_every_conversation_has_a_row_before_it_begins(acme):
    mail = write(acme.project)

    take(mail.pk, worker="test")

    assert MailAttempt.objects.filter(mail=mail, finished_at=None).count() == 1
