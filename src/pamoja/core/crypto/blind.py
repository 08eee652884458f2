"""Finding an encrypted value by equality: a keyed hash beside it.

HMAC-SHA256 under a key derived (HKDF, RFC 5869) from the workspace's index key for one purpose. Equal values of one
purpose match across tables of a workspace; nothing matches across workspaces or purposes. Rotating master or
data keys leaves indexes as they are. It tells who can read the table which rows are equal, so it is for values
that identify, never for a sex or an answer of yes or no.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import models

from pamoja.core.crypto import keys
from pamoja.core.crypto.models import DataKey
from pamoja.core.workspaces.context import active_workspace

Normalise = Callable[[Any], str]


def fold(value: Any) -> str:
    """The usual normal form: NFKC, case-folded, runs of white space as one."""
    return " ".join(unicodedata.normalize("NFKC", str(value)).casefold().split())


def blind_index(workspace_id: int, purpose: str, value: str) -> bytes:
    """32 bytes that are equal for equal normalised values of one workspace and purpose."""
    key = keys.key_in_force(workspace_id, purpose=DataKey.Purpose.INDEX)
    assert key.secret
    derived = _derive(key.secret, purpose)
    return hmac.digest(derived, value.encode(), hashlib.sha256)


@lru_cache(maxsize=256)
def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"blind index\x00" + purpose.encode()).derive(secret)


class BlindIndexField(models.BinaryField[Any, Any]):
    """The index of the encrypted field `source`, kept by itself; look it up with the plain value.

    `Person.objects.filter(phone_index="+265 999 123 456")` normalises, hashes under the active workspace's key and
    compares. None and empty values have no index. A shredded value loses its index at the next save.
    """

    def __init__(
        self, *args: Any, source: str = "", purpose: str = "", normalise: Normalise = fold, **kwargs: Any
    ) -> None:
        self.source, self.purpose, self.normalise = source, purpose, normalise
        kwargs = {"null": True, "editable": False, "db_index": True, "max_length": 32} | kwargs
        super().__init__(*args, **kwargs)

    def index_of(self, workspace_id: int, value: Any) -> bytes | None:
        """The index of a plain value."""
        normal = self.normalise(value) if value is not None else ""
        return blind_index(workspace_id, self.purpose, normal) if normal else None

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        """The index of the instance's present value."""
        value = getattr(model_instance, self.source)
        index = self.index_of(model_instance.workspace_id, value)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, index)
        return index

    def get_prep_value(self, value: Any) -> Any:
        """An index as it is; a plain text as its index in the active workspace."""
        if isinstance(value, str):
            value = self.index_of(active_workspace().pk, value)
        return super().get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Equality and absence."""
        return super().get_lookup(lookup_name) if lookup_name in {"exact", "in", "isnull"} else None
