"""A value as the database keeps it: one version byte, the public id of its data key (16 bytes), then the seal."""

from dataclasses import dataclass
from uuid import UUID

from pamoja.core.crypto import keys
from pamoja.core.crypto.envelope import BadSeal, bind, seal, unseal

VERSION = 1
HEADER_BYTES = 17


@dataclass(frozen=True)
class Place:
    """Where a value lives. `row` is the row's public id, or empty for a field that is not bound to its row."""

    workspace_id: int
    table: str
    column: str
    row: str = ""

    def as_bytes(self) -> bytes:
        """The additional data of the seal."""
        return bind("value", self.workspace_id, self.table, self.column, self.row)


@dataclass(frozen=True)
class Sealed:
    """A sealed value. Shows nothing of itself, in logs and error pages either."""

    token: bytes

    def __str__(self) -> str:
        return "(sealed)"

    __repr__ = __str__

    @property
    def key_id(self) -> UUID:
        """The public id of the data key. Raises BadSeal for bytes of another kind."""
        if len(self.token) < HEADER_BYTES or self.token[0] != VERSION:
            raise BadSeal("not a sealed value of version 1")
        return UUID(bytes=self.token[1:HEADER_BYTES])


def seal_value(plain: bytes, place: Place, subject: str = "") -> Sealed:
    """Seal under the key in force of the subject, else of the workspace. Raises SubjectErased."""
    key = keys.key_in_force(place.workspace_id, subject)
    assert key.cipher
    header = bytes([VERSION]) + key.public_id.bytes
    return Sealed(header + seal(key.cipher, plain, place.as_bytes()))


def open_value(sealed: Sealed, place: Place) -> bytes | None:
    """What was sealed; None when its key has been destroyed. Raises BadSeal, UnknownKey, MissingMasterKey."""
    key = keys.key_by_id(sealed.key_id)
    if key.workspace_id != place.workspace_id:
        raise BadSeal("sealed in another workspace")
    if key.cipher is None:
        return None
    return unseal(key.cipher, sealed.token[HEADER_BYTES:], place.as_bytes())
