"""Publish events, replay deliveries, and look after endpoints."""

from webhooks.actions.endpoints import (
    TooManyEndpoints,
    change_endpoint,
    create_endpoint,
    delete_endpoint,
    disable,
    enable,
    open_callback,
)
from webhooks.actions.publishing import (
    publish,
    publish_to,
)
from webhooks.actions.replays import (
    EndpointOff,
    PayloadPurged,
    UnderWay,
    redeliver,
    redeliver_failed,
    send_test,
)
from webhooks.actions.secrets import (
    NoRotation,
    finish_rotation,
    rotate,
    rotate_secret,
    share_callback_secret,
)

__all__ = [
    "EndpointOff",
    "NoRotation",
    "PayloadPurged",
    "TooManyEndpoints",
    "UnderWay",
    "change_endpoint",
    "create_endpoint",
    "delete_endpoint",
    "disable",
    "enable",
    "finish_rotation",
    "open_callback",
    "publish",
    "publish_to",
    "redeliver",
    "redeliver_failed",
    "rotate",
    "rotate_secret",
    "send_test",
    "share_callback_secret",
]
