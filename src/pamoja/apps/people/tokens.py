"""From a name to the keyed tokens that the database may hold of it."""

from collections.abc import Iterable

from pamoja.core.crypto.blind import blind_index
from pamoja.engines.names import keys

PURPOSE = "people.name"


def tokens_of(workspace_id: int, names: Iterable[str]) -> set[bytes]:
    """The tokens of every sound of these names, under the workspace's index key."""
    return {blind_index(workspace_id, PURPOSE, key) for name in names for key in keys(name)}
