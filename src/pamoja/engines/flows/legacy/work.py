"""What the migration of one flow carries along."""

from collections.abc import Callable
from dataclasses import dataclass

from pamoja.engines.flows.legacy.localization import Localization
from pamoja.engines.flows.legacy.reading import JsonObject


@dataclass(frozen=True, slots=True)
class Work:
    """What every part of a flow needs while it is migrated."""

    localization: Localization
    new_uuid: Callable[[], str]
    base_media_url: str
    nodes: frozenset[str]  # the UUIDs that an exit may lead to

    def exit(self, uuid: str, destination: str) -> JsonObject:
        """An exit; one that leads to no node of this flow leads nowhere."""
        leads = {"destination_uuid": destination} if destination in self.nodes else {}
        return {"uuid": uuid, **leads}

    def media_url(self, path: str) -> str:
        """The whole address of an uploaded file."""
        if path.startswith(("http://", "https://")):
            return path
        return f"{self.base_media_url.removesuffix('/')}/{path.removeprefix('/')}"


def filled(**properties: object) -> JsonObject:
    """The properties that are not empty: a definition leaves out those that may be absent."""
    return {name: value for name, value in properties.items() if value}
