"""HTTP to addresses that users give: refuse what is not public, connect to what was checked, bound time and size."""

from craftkit.lib.outbound.client import Outbound, from_settings
from craftkit.lib.outbound.targets import Refused
from craftkit.lib.outbound.wire import Answer, OutboundFailed

__all__ = ["Answer", "Outbound", "OutboundFailed", "Refused", "from_settings"]
