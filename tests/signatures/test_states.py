"""The tables of states, in full: every action in every state does what its row says, or is refused."""

from __future__ import annotations

import pytest

from craftkit.lib.errors import AppError
from signatures import actions, expiry, states
from signatures.models import Recipient, SignatureRequest
from signatures.states import RECIPIENT, RECIPIENT_STATES, REQUEST, REQUEST_STATES, after
from tests.factories import make_signature
from tests.signatures.conftest import SOMEBODY, asked, field, person, recipient, sign

PAIRS = [(action, state) for action in REQUEST for state in REQUEST_STATES]
OF_RECIPIENT = [(action, state) for action in RECIPIENT for state in RECIPIENT_STATES]
DEEDS = {
    "view": lambda request: actions.note_view(recipient=recipient(request), by=SOMEBODY) or refuse(),  # type: ignore[func-returns-value]
    "sign": lambda request: sign(recipient(request)),
    "decline": lambda request: actions.decline(recipient=recipient(request), reason="No", by=SOMEBODY),
    "delegate": lambda request: actions.delegate(
        recipient=recipient(request), first_name="Omar", last_name="", email="omar@example.com", by=SOMEBODY
    ),
    "cancel": lambda request: actions.cancel(request=request),
    "expire": lambda request: expiry.expire(overdue(request)) or refuse(),  # type: ignore[func-returns-value]
    "remind": lambda request: actions.remind(request=request),
}


def refuse() -> None:
    """What an action that answers False means."""
    raise actions.Closed


def overdue(request: SignatureRequest) -> SignatureRequest:
    """The request with its time over."""
    SignatureRequest.objects.filter(pk=request.pk).update(expires_at="2026-01-01T00:00:00Z")
    return request


@pytest.mark.parametrize(("action", "state"), PAIRS)
def test_a_request_changes_as_its_table_says(document, action, state):
    request = make_signature(document, status=state)

    done = SignatureRequest.objects.take(request.pk, action)

    request.refresh_from_db()
    leads = after(REQUEST, action, state)
    assert done is (leads is not None)
    assert request.status == (leads or state)


@pytest.mark.parametrize(("action", "state"), OF_RECIPIENT)
def test_a_recipient_changes_as_its_table_says(document, action, state):
    one = recipient(make_signature(document))
    Recipient.objects.filter(pk=one.pk).update(status=state)

    done = Recipient.objects.take(one.pk, action)

    leads = after(RECIPIENT, action, state)
    assert done is (leads is not None)
    assert recipient(one.request).status == (leads or state)


@pytest.mark.parametrize(("action", "state"), [(action, state) for action in DEEDS for state in REQUEST_STATES])
def test_people_can_do_no_more_than_the_table(document, action, state):
    request = asked(document, person(), person("Ada"), fields=[field(0), field(1)])
    Recipient.objects.update(invited_at="2026-01-01T00:00:00Z")
    SignatureRequest.objects.filter(pk=request.pk).update(status=state)
    before = request.audit.count()

    try:
        DEEDS[action](request)
        done = True
    except AppError:
        done = False

    request.refresh_from_db()
    leads = after(REQUEST, action, state)
    assert done is (leads is not None)
    assert request.status == (leads or state)
    assert (request.audit.count() > before) is done


@pytest.mark.parametrize("action", ["view", "sign", "delegate", "decline", "remind"])
def test_nothing_is_done_once_the_time_is_over(document, action):
    request = overdue(asked(document))

    with pytest.raises(AppError):
        DEEDS[action](request)

    assert not Recipient.objects.filter(status__in=("viewed", "signed", "declined")).exists()


def test_final_states_lead_nowhere():
    final = set(states.FINAL)

    assert not [action for action, row in REQUEST.items() if final & row.keys() and action != "download"]
