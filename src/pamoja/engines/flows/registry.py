"""The actions, routers and waits that exist, by the type that definitions call them.

Each is one class in one file of its package, which registers itself:

    @action("send_msg", MESSAGING)
    @dataclass(frozen=True, slots=True)
    class SendMsg(Action):
        text: str = prop("", required, at_most(10_000), is_localized=True, is_evaluated=True)
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pamoja.engines.flows.definition.parts import Action, Part, Router, Wait

ANY = frozenset({"messaging", "messaging_background", "messaging_offline", "voice"})
INTERACTIVE = ANY - {"messaging_background"}
ONLINE = ANY - {"messaging_offline"}
VOICE = frozenset({"voice"})

ACTIONS: dict[str, type["Action"]] = {}
ROUTERS: dict[str, type["Router"]] = {}
WAITS: dict[str, type["Wait"]] = {}

P = TypeVar("P", bound="Part")
A = TypeVar("A", bound="Action")
R = TypeVar("R", bound="Router")
W = TypeVar("W", bound="Wait")


def action(type_: str, flow_types: Collection[str] = ANY) -> Callable[[type[A]], type[A]]:
    """Register an action under its type, with the types of flow in which it may stand."""

    def register(cls: type[A]) -> type[A]:
        ACTIONS[type_] = _named(cls, type_, flow_types, ACTIONS)
        return cls

    return register


def router(type_: str) -> Callable[[type[R]], type[R]]:
    """Register a router under its type."""

    def register(cls: type[R]) -> type[R]:
        ROUTERS[type_] = _named(cls, type_, ANY, ROUTERS)
        return cls

    return register


def wait(type_: str, flow_types: Collection[str] = ANY) -> Callable[[type[W]], type[W]]:
    """Register a wait under its type, with the types of flow in which it may stand."""

    def register(cls: type[W]) -> type[W]:
        WAITS[type_] = _named(cls, type_, flow_types, WAITS)
        return cls

    return register


def _named(cls: type[P], type_: str, flow_types: Collection[str], known: Collection[str]) -> type[P]:
    if type_ in known:
        raise ValueError(f"{type_!r} is registered twice")
    cls.TYPE, cls.FLOW_TYPES = type_, frozenset(flow_types)
    return cls
