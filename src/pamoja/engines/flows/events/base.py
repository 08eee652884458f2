"""What every event has: a UUID, a type and a time; and the register of all types."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.times import time_text
from pamoja.engines.flows.world import World

Event = dict[str, Any]
Log = Callable[[Event], None]
P = ParamSpec("P")

MAKERS: dict[str, Callable[..., Event]] = {}


def base(world: World, kind: str, uuid: str | None = None) -> Event:
    """Begin an event: its UUID, then its time; `uuid` is given when the outside had to know it before."""
    given = uuid or world.uuid7()
    return {"uuid": given, "type": kind, "created_on": time_text(world.now())}


def event(properties: Callable[P, Json]) -> Callable[Concatenate[World, P], Event]:
    """Register a type of event by a function that gives its own properties; the function's name is the type."""
    kind = properties.__name__

    def make(world: World, /, *args: P.args, **kwargs: P.kwargs) -> Event:
        return base(world, kind) | properties(*args, **kwargs)

    update_wrapper(make, properties)
    MAKERS[kind] = make
    return make


def present(**properties: Any) -> Json:
    """Only the properties that are not empty: the optional ones of an event."""
    return {name: value for name, value in properties.items() if value}
