"""Assets from one JSON document: lists by kind, as exports and test cases hold them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.contactql.properties import Catalogue, Resolver
from pamoja.engines.contactql.query import parse_query
from pamoja.engines.environment import Environment
from pamoja.engines.environment.locations import LocationTree
from pamoja.engines.flows.assets.assets import Assets
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
    TemplateComponent,
    TemplateTranslation,
    Topic,
    User,
)
from pamoja.engines.flows.reading import Json

if TYPE_CHECKING:
    from pamoja.engines.flows.definition.flow import Flow


def read_assets(
    data: Json,
    read_flow: "Callable[[Json], Flow]",
    env: Environment,
) -> Assets:
    """Read all assets; a group whose query cannot be parsed is left out, as it could have no members.

    `read_flow` migrates and checks a definition; queries are read in the environment of the workspace.
    """
    fields = Collection((_field(each) for each in _list(data, "fields")), "key")
    return Assets(
        flows=FlowAssets(_list(data, "flows"), read_flow),
        campaigns=Collection(Campaign(*_head(each)) for each in _list(data, "campaigns")),
        channels=Collection(_channel(each) for each in _list(data, "channels")),
        fields=fields,
        globals=Collection((_global(each) for each in _list(data, "globals")), "key"),
        groups=Collection(_groups(env, _list(data, "groups"), Catalogue(fields.all))),
        labels=Collection(Label(*_head(each)) for each in _list(data, "labels")),
        llms=Collection(_llm(each) for each in _list(data, "llms")),
        resthooks={each["slug"]: _resthook(each) for each in _list(data, "resthooks")},
        templates=Collection(_template(each) for each in _list(data, "templates")),
        topics=Collection(Topic(*_head(each)) for each in _list(data, "topics")),
        users=Collection(User(*_head(each), each.get("email") or "") for each in _list(data, "users")),
        locations=LocationTree.from_json(_list(data, "locations")),
    )


def _list(data: Json, kind: str) -> list[Json]:
    return data.get(kind) or []


def _head(data: Json) -> tuple[str, str]:
    return data["uuid"], data.get("name") or ""


def _texts(data: Json, name: str) -> tuple[str, ...]:
    return tuple(data.get(name) or ())


def _channel(data: Json) -> Channel:
    return Channel(
        *_head(data),
        address=data.get("address") or "",
        schemes=_texts(data, "schemes"),
        roles=_texts(data, "roles"),
        country=data.get("country") or "",
        match_prefixes=_texts(data, "match_prefixes"),
        allow_international=bool(data.get("allow_international")),
    )


def _field(data: Json) -> Field:
    return Field(data["key"], data.get("name") or "", data["type"], data.get("uuid") or "")


def _global(data: Json) -> Global:
    return Global(data["key"], data.get("name") or "", data.get("value") or "")


def _groups(env: Environment, listed: Iterable[Json], resolver: Resolver) -> Iterable[Group]:
    for data in listed:
        query = data.get("query") or ""
        try:
            parsed = parse_query(env, query, resolver) if query else None
        except QueryError:
            continue
        yield Group(*_head(data), parsed)


def _llm(data: Json) -> LLM:
    return LLM(*_head(data), data.get("type") or "", _texts(data, "roles"))


def _resthook(data: Json) -> Resthook:
    return Resthook(data["slug"], _texts(data, "subscribers"))


def _template(data: Json) -> Template:
    return Template(*_head(data), tuple(_translation(each) for each in _list(data, "translations")))


def _translation(data: Json) -> TemplateTranslation:
    parts = tuple(_component(each) for each in _list(data, "components"))
    kinds = tuple(each.get("type") or "" for each in _list(data, "variables"))
    return TemplateTranslation(data["channel"], data["locale"], parts, kinds)


def _component(data: Json) -> TemplateComponent:
    texts = (data.get("name") or "", data.get("type") or "", data.get("content") or "")
    return TemplateComponent(*texts, data.get("variables") or {})
