"""JSON shapes of renders, in and out, a file for each kind of resource."""

from renders.serializers.comparisons import ComparisonAnswer, ComparisonPending
from renders.serializers.proofs import ReceiptAnswer, VerifyAnswer, VerifyRequest
from renders.serializers.renders import (
    IDEMPOTENCY,
    HookAccepted,
    HookBody,
    RenderAccepted,
    RenderAnswer,
    RenderCreate,
    RenderList,
    RenderOptions,
    RenderQuery,
    render_filters,
)

__all__ = [
    "IDEMPOTENCY",
    "ComparisonAnswer",
    "ComparisonPending",
    "HookAccepted",
    "HookBody",
    "ReceiptAnswer",
    "RenderAccepted",
    "RenderAnswer",
    "RenderCreate",
    "RenderList",
    "RenderOptions",
    "RenderQuery",
    "VerifyAnswer",
    "VerifyRequest",
    "render_filters",
]
