"""JSON shapes of webhooks."""

from webhooks.serializers.deliveries import (
    DeliveryAnswer,
    DeliveryDetails,
    DeliveryList,
    DeliveryQuery,
    ReplayAnswer,
    ReplayCreate,
    delivery_filters,
)
from webhooks.serializers.endpoints import (
    NAMES,
    Rotation,
    RotationAnswer,
    TestCreate,
    WebhookAnswer,
    WebhookChange,
    WebhookCreate,
    WebhookCreated,
    WebhookDeleted,
    WebhookList,
)

__all__ = [
    "NAMES",
    "DeliveryAnswer",
    "DeliveryDetails",
    "DeliveryList",
    "DeliveryQuery",
    "ReplayAnswer",
    "ReplayCreate",
    "Rotation",
    "RotationAnswer",
    "TestCreate",
    "WebhookAnswer",
    "WebhookChange",
    "WebhookCreate",
    "WebhookCreated",
    "WebhookDeleted",
    "WebhookList",
    "delivery_filters",
]
