"""What readers of definitions, sessions and contacts share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Json = dict[str, Any]


class FlowReadError(ValueError):
    """JSON that is no valid part of a flow or session; the message is for the flow's author."""


@contextmanager
def readable() -> Iterator[None]:
    """Refuse, as any other definition that is none, one that is nested too deeply or holds halves of characters."""
    try:
        yield
    except RecursionError:
        raise FlowReadError("definition is nested too deeply") from None
    except UnicodeEncodeError:
        raise FlowReadError("definition has text that is not Unicode") from None


def copied(value: Any) -> Any:
    """A copy of JSON, which `deepcopy` takes several times as long to make."""
    if isinstance(value, dict):
        return {key: copied(each) for key, each in value.items()}
    return [copied(each) for each in value] if isinstance(value, list) else value
