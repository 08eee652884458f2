"""What readers of definitions, sessions and contacts share."""

from typing import Any

Json = dict[str, Any]


class FlowReadError(ValueError):
    """JSON that is no valid part of a flow or session; the message is for the flow's author."""
