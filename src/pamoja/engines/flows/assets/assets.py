"""All assets of a workspace."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pamoja.engines.environment.locations import LocationTree
from pamoja.engines.flows.assets.collections import Collection
from pamoja.engines.flows.assets.flows import FlowAssets
from pamoja.engines.flows.assets.kinds import (
    LLM,
    Campaign,
    Channel,
    Field,
    Global,
    Group,
    Label,
    Resthook,
    Template,
    Topic,
    User,
)
from pamoja.engines.text.cases import lower


def _none() -> Collection[Any]:
    return Collection(())


@dataclass(frozen=True)
class Assets:
    """The assets by kind. `locations` finds places by name and path; None where the workspace has none."""

    flows: FlowAssets
    campaigns: Collection[Campaign] = field(default_factory=_none)
    channels: Collection[Channel] = field(default_factory=_none)
    fields: Collection[Field] = field(default_factory=_none)
    globals: Collection[Global] = field(default_factory=_none)
    groups: Collection[Group] = field(default_factory=_none)
    labels: Collection[Label] = field(default_factory=_none)
    llms: Collection[LLM] = field(default_factory=_none)
    resthooks: dict[str, Resthook] = field(default_factory=dict)
    templates: Collection[Template] = field(default_factory=_none)
    topics: Collection[Topic] = field(default_factory=_none)
    users: Collection[User] = field(default_factory=_none)
    locations: LocationTree | None = None

    @cached_property
    def query_groups(self) -> tuple[Group, ...]:
        """The groups whose members are those who fit a query."""
        return tuple(group for group in self.groups if group.uses_query)

    def first_field_of(self, kind: str) -> Field | None:
        """The first field of a type."""
        return next((each for each in self.fields if each.type == kind), None)

    def user_with_email(self, email: str) -> User | None:
        """The person with this address, whatever its case."""
        wanted = lower(email)
        return next((user for user in self.users if lower(user.email) == wanted), None)
