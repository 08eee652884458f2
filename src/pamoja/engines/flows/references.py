"""References from definitions, events and contacts to assets: by UUID or key, with the name as last known.

A group, label or user may instead be named by a template (`name_match`, for a user `email`): such a reference is
*variable*, and what it is of is known only in a run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from pamoja.engines.flows.checks import at_most, if_given, is_uuid
from pamoja.engines.flows.schema import prop, required, write


@dataclass(frozen=True, slots=True)
class Reference:
    """What all references share: the type of asset, and the UUID or key which tells it from others of the type."""

    TYPE: ClassVar[str] = ""
    IDENTIFIED_BY: ClassVar[str] = "uuid"

    @property
    def identity(self) -> str:
        """The UUID or key; empty when it is variable."""
        return str(getattr(self, self.IDENTIFIED_BY))

    @property
    def is_variable(self) -> bool:
        """Whether a template names the asset."""
        return False

    def to_json(self) -> dict[str, Any]:
        """As it stands in definitions and events."""
        return write(self)

    def __str__(self) -> str:
        return f"{self.TYPE}[{self.IDENTIFIED_BY}={self.identity},name={getattr(self, 'name', '')}]"


@dataclass(frozen=True, slots=True)
class UUIDReference(Reference):
    """By UUID, which must be there."""

    uuid: str = prop("", required, is_uuid)
    name: str = prop("", at_most(64), is_always_written=True)


@dataclass(frozen=True, slots=True)
class KeyReference(Reference):
    """By key."""

    IDENTIFIED_BY: ClassVar[str] = "key"

    key: str = prop("", required, at_most(64))
    name: str = prop("", at_most(64), is_always_written=True)


@dataclass(frozen=True, slots=True)
class CampaignReference(UUIDReference):
    """To a campaign."""

    TYPE: ClassVar[str] = "campaign"


@dataclass(frozen=True, slots=True)
class ChannelReference(UUIDReference):
    """To a channel."""

    TYPE: ClassVar[str] = "channel"


@dataclass(frozen=True, slots=True)
class ContactReference(UUIDReference):
    """To a contact; the only thing referred to that is no asset."""

    TYPE: ClassVar[str] = "contact"

    name: str = prop("", at_most(128), is_always_written=True)


@dataclass(frozen=True, slots=True)
class FieldReference(KeyReference):
    """To a contact field."""

    TYPE: ClassVar[str] = "field"


@dataclass(frozen=True, slots=True)
class FlowReference(UUIDReference):
    """To a flow, or to one revision of it."""

    TYPE: ClassVar[str] = "flow"

    revision: int = prop(0)


@dataclass(frozen=True, slots=True)
class GlobalReference(KeyReference):
    """To a global value of the workspace."""

    TYPE: ClassVar[str] = "global"


@dataclass(frozen=True, slots=True)
class LLMReference(UUIDReference):
    """To a language model."""

    TYPE: ClassVar[str] = "llm"


@dataclass(frozen=True, slots=True)
class OptInReference(UUIDReference):
    """To an opt-in, which newer specifications do not have."""

    TYPE: ClassVar[str] = "optin"


@dataclass(frozen=True, slots=True)
class TemplateReference(UUIDReference):
    """To a message template."""

    TYPE: ClassVar[str] = "template"

    name: str = prop("", at_most(512), is_always_written=True)


@dataclass(frozen=True, slots=True)
class TopicReference(UUIDReference):
    """To a topic of tickets."""

    TYPE: ClassVar[str] = "topic"


@dataclass(frozen=True, slots=True)
class NamedReference(Reference):
    """By UUID, or else by a template for its name."""

    uuid: str = prop("", if_given(is_uuid))
    name: str = prop("", at_most(64))
    name_match: str = prop("", at_most(1000), is_evaluated=True)

    @property
    def is_variable(self) -> bool:
        """Whether a template names the asset."""
        return not self.uuid

    def problems(self) -> Iterator[tuple[str, str]]:
        """Exactly one of UUID and template must be given."""
        return _exactly_one(self.uuid, self.name_match, "name_match")


@dataclass(frozen=True, slots=True)
class GroupReference(NamedReference):
    """To a group of contacts."""

    TYPE: ClassVar[str] = "group"


@dataclass(frozen=True, slots=True)
class LabelReference(NamedReference):
    """To a label of messages."""

    TYPE: ClassVar[str] = "label"


@dataclass(frozen=True, slots=True)
class UserReference(Reference):
    """To a user, by UUID or else by a template for the e-mail address."""

    TYPE: ClassVar[str] = "user"

    uuid: str = prop("", if_given(is_uuid))
    name: str = prop("", at_most(320))
    email_match: str = prop("", at_most(1000), key="email", is_evaluated=True)

    @property
    def is_variable(self) -> bool:
        """Whether a template names the user."""
        return not self.uuid

    def problems(self) -> Iterator[tuple[str, str]]:
        """Exactly one of UUID and template must be given."""
        return _exactly_one(self.uuid, self.email_match, "email")


def _exactly_one(uuid: str, template: str, key: str) -> Iterator[tuple[str, str]]:
    if bool(uuid) == bool(template):
        yield "uuid", f"is mutually exclusive with '{key}'"
        yield key, "is mutually exclusive with 'uuid'"
