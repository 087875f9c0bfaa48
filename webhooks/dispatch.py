"""The dispatcher of webhooks: endpoints take turns, and couriers bring the parcels."""

from __future__ import annotations

import uuid

from django.conf import settings

from craftkit.lib import dispatch
from craftkit.lib.outbound import Outbound
from webhooks import retention
from webhooks.claims import Claimant
from webhooks.delivery import Courier, Parcel, take_back
from webhooks.models import Delivery


class Dispatcher(dispatch.Dispatcher[Parcel]):
    """Sends what is ready, `couriers` at a time."""

    def __init__(self, courier: Courier, *, couriers: int) -> None:
        super().__init__("webhooks", hands=couriers, lease_seconds=settings.WEBHOOK_LEASE_SECONDS)
        self.courier = courier
        self.claimant = Claimant(self.worker)

    def next(self) -> Parcel | None:
        """The oldest ready delivery of the endpoint whose turn it is."""
        return self.claimant.take()

    def deliver(self, parcel: Parcel) -> None:
        """Bring it."""
        self.courier.deliver(parcel)

    def renew(self, tokens: list[uuid.UUID]) -> None:
        """Hold what is under way for another lease."""
        Delivery.objects.renew_all(tokens, seconds=settings.WEBHOOK_LEASE_SECONDS)

    def take_back(self) -> int:
        """Free what a silent worker held; how many deliveries it were."""
        return take_back()

    def forget(self) -> None:
        """Let go of events and deliveries past their term."""
        retention.forget()


def from_settings() -> Dispatcher:
    """A dispatcher as this install wants it, not started."""
    outbound = Outbound(
        allowed_hosts=settings.OUTBOUND_ALLOWED_HOSTS, total_timeout=float(settings.WEBHOOK_TIMEOUT_SECONDS)
    )
    return Dispatcher(Courier(outbound), couriers=settings.WEBHOOK_COURIERS)
