"""What a submission says of one entity: the `<entity>` element with the answers that are saved to it.

Everything is text until it is asked for: which of it must be there depends on what is done with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pamoja.engines.entities.refused import EntityRefused

UUID4 = re.compile(r"(?:uuid:)?([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})", re.IGNORECASE)
DIGITS = re.compile(r"\d+", re.ASCII)
YES = ("1", "true")
VALID_UUID = "valid version 4 UUID"


@dataclass(frozen=True)
class Sent:
    """One entity of a submission; blank texts are what was not said. `data` maps property to text, blank ones too."""

    dataset: str = ""
    id: str = ""
    create: str = ""
    update: str = ""
    base_version_text: str = ""
    trunk_version_text: str = ""
    branch_id_text: str = ""
    label: str = ""
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def wants_create(self) -> bool:
        return self.create in YES

    @property
    def wants_update(self) -> bool:
        return self.update in YES

    @property
    def has_uuid(self) -> bool:
        """Whether the id is one."""
        return UUID4.fullmatch(self.id) is not None

    @property
    def uuid(self) -> str:
        """The entity's id. Raises EntityRefused 400.2, 400.11."""
        return read_uuid(self.id)

    def label_for(self, *, is_needed: bool) -> str | None:
        """The label, None when it is blank. Raises EntityRefused 400.2 for a blank one that is needed."""
        if self.label.strip():
            return self.label
        if is_needed:
            raise EntityRefused("400.2", field="label")
        return None

    def base_version(self, *, is_needed: bool) -> int | None:
        """The version that was changed. Raises EntityRefused 400.2, 400.11."""
        if not self.base_version_text.strip():
            if is_needed:
                raise EntityRefused("400.2", field="baseVersion")
            return None
        return _number("baseVersion", self.base_version_text)

    @property
    def branch_id(self) -> str | None:
        """Under which the device made its changes without a connection. Raises EntityRefused 400.11."""
        if not self.branch_id_text:
            return None
        match = UUID4.fullmatch(self.branch_id_text)
        if match is None:
            raise EntityRefused("400.11", field="branchId", expected=VALID_UUID)
        return match[1].lower()

    @property
    def trunk_version(self) -> int | None:
        """The version that the device had before it went offline. Raises EntityRefused 400.2, 400.11."""
        if not self.trunk_version_text:
            return None
        if not self.branch_id:
            raise EntityRefused("400.2", field="branchId")
        return _number("trunkVersion", self.trunk_version_text)


def read_uuid(text: str, field_name: str = "uuid") -> str:
    """A version 4 UUID in lower case, its `uuid:` taken off. Raises EntityRefused 400.2, 400.11."""
    if not text.strip():
        raise EntityRefused("400.2", field=field_name)
    match = UUID4.fullmatch(text)
    if match is None:
        raise EntityRefused("400.11", field=field_name, expected=VALID_UUID)
    return match[1].lower()


def _number(name: str, text: str) -> int:
    if not DIGITS.fullmatch(text):
        raise EntityRefused("400.11", field=name, expected="integer")
    return int(text)
