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
    """What all references share: the type of asset, and the UUID or key which tells it from others of the type.

    Each type is a class, made by `class ChannelReference(UUIDReference, type="channel")`; of contacts, the only things
    referred to that are no assets, as well.
    """

    TYPE: ClassVar[str] = ""
    IDENTIFIED_BY: ClassVar[str] = "uuid"

    def __init_subclass__(cls, type: str = "") -> None:
        cls.TYPE = type or cls.TYPE

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


class CampaignReference(UUIDReference, type="campaign"): ...


class ChannelReference(UUIDReference, type="channel"): ...


@dataclass(frozen=True, slots=True)
class ContactReference(UUIDReference, type="contact"):
    name: str = prop("", at_most(128), is_always_written=True)


@dataclass(frozen=True, slots=True)
class FlowReference(UUIDReference, type="flow"):
    """To a flow, or to one revision of it."""

    revision: int = prop(0)


class LLMReference(UUIDReference, type="llm"): ...


class OptInReference(UUIDReference, type="optin"): ...


@dataclass(frozen=True, slots=True)
class TemplateReference(UUIDReference, type="template"):
    name: str = prop("", at_most(512), is_always_written=True)


class TopicReference(UUIDReference, type="topic"): ...


@dataclass(frozen=True, slots=True)
class KeyReference(Reference):
    """By key."""

    IDENTIFIED_BY: ClassVar[str] = "key"

    key: str = prop("", required, at_most(64))
    name: str = prop("", at_most(64), is_always_written=True)


class FieldReference(KeyReference, type="field"): ...


class GlobalReference(KeyReference, type="global"): ...


@dataclass(frozen=True, slots=True)
class VariableReference(Reference):
    """By UUID, or else by a template, the property with the name in `TEMPLATE`."""

    TEMPLATE: ClassVar[str] = "name_match"

    uuid: str = prop("", if_given(is_uuid))

    @property
    def is_variable(self) -> bool:
        """Whether a template names the asset."""
        return not self.uuid

    def problems(self) -> Iterator[tuple[str, str]]:
        """Exactly one of UUID and template must be given."""
        if self.is_variable is not bool(getattr(self, self.TEMPLATE)):
            yield "uuid", f"is mutually exclusive with '{self.TEMPLATE}'"
            yield self.TEMPLATE, "is mutually exclusive with 'uuid'"


@dataclass(frozen=True, slots=True)
class NamedReference(VariableReference):
    """By UUID, or else by a template for its name."""

    name: str = prop("", at_most(64))
    name_match: str = prop("", at_most(1000), is_evaluated=True)


class GroupReference(NamedReference, type="group"): ...


class LabelReference(NamedReference, type="label"): ...


@dataclass(frozen=True, slots=True)
class UserReference(VariableReference, type="user"):
    """By UUID, or else by a template for the e-mail address."""

    TEMPLATE: ClassVar[str] = "email"

    name: str = prop("", at_most(320))
    email: str = prop("", at_most(1000), is_evaluated=True)
