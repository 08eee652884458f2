"""What a workspace holds besides its contacts and flows: immutable values that all sessions share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pamoja.engines.contactql.properties import ValueType
from pamoja.engines.contactql.query import ContactQuery
from pamoja.engines.flows.reading import Json


@dataclass(frozen=True)
class Named:
    """An asset with a UUID and a name."""

    uuid: str
    name: str

    @cached_property
    def reference(self) -> Json:
        """How events name this asset; one object for all of them, never changed."""
        return {"uuid": self.uuid, "name": self.name}


@dataclass(frozen=True)
class Campaign(Named):
    """Messages and flows relative to a date of a contact."""


@dataclass(frozen=True)
class Channel(Named):
    """A way to send and receive; `roles` are send, receive, call, answer and ussd."""

    address: str = ""
    schemes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    country: str = ""
    match_prefixes: tuple[str, ...] = ()
    allow_international: bool = False


@dataclass(frozen=True)
class Group(Named):
    """Contacts put together by hand, or by a query."""

    query: ContactQuery | None = field(default=None, repr=False)

    @property
    def uses_query(self) -> bool:
        return self.query is not None


@dataclass(frozen=True)
class Label(Named):
    """A label for messages."""


@dataclass(frozen=True)
class LLM(Named):
    """A language model; the role `engine` allows flows to use it."""

    type: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic(Named):
    """What a ticket is about."""


@dataclass(frozen=True)
class User(Named):
    """A person of the office."""

    email: str = ""

    @property
    def shown(self) -> str:
        """The name, or else the address."""
        return self.name or self.email


@dataclass(frozen=True)
class Keyed:
    """An asset with a key and a name."""

    key: str
    name: str

    @cached_property
    def reference(self) -> Json:
        """How events name this asset; one object for all of them, never changed."""
        return {"key": self.key, "name": self.name}


@dataclass(frozen=True)
class Field(Keyed):
    """A field of contacts; `type` is text, number, datetime, state, district or ward."""

    type: ValueType = "text"
    uuid: str = ""


@dataclass(frozen=True)
class Global(Keyed):
    """A value that all flows share."""

    value: str = ""


@dataclass(frozen=True)
class Resthook:
    """A named occasion and the addresses that want to hear of it."""

    slug: str
    subscribers: tuple[str, ...] = ()


@dataclass(frozen=True)
class TemplateComponent:
    """A part of a translation: header, body, footer or button; `variables`: mark → number of variable."""

    name: str
    type: str
    content: str
    variables: Mapping[str, int]


@dataclass(frozen=True)
class TemplateTranslation:
    """A message template as approved for one channel in one locale; `variables` are the types of its variables."""

    channel: Json
    locale: str
    components: tuple[TemplateComponent, ...]
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Template(Named):
    """A message that a channel's operator approved before."""

    translations: tuple[TemplateTranslation, ...] = ()
