"""Legacy rulesets as nodes with a router: one function each, registered by the type of the ruleset."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pamoja.engines.flows.legacy.categories import Routes, migrated_rules
from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.reading import JsonObject, LegacyFlowError, object_of, text_of, whole_of
from pamoja.engines.flows.legacy.referring import flow_reference
from pamoja.engines.flows.legacy.webhooks import call_webhook, transfer_airtime
from pamoja.engines.flows.legacy.work import Work, filled
from pamoja.engines.text.snake import snakify
from pamoja.engines.urns import SCHEMES

OLDEST_TYPE = "wait_message"  # the only one, when rulesets had no type


@dataclass(slots=True)
class Split:
    """A ruleset on its way to a node: its router and actions, and how the editor draws it."""

    router: JsonObject
    ui_type: str
    actions: list[JsonObject] = field(default_factory=list)
    ui_config: JsonObject = field(default_factory=dict)


Migrate = Callable[[JsonObject, Routes, Work], Split]

RULESETS: dict[str, Migrate] = {}


def ruleset(*types: str) -> Callable[[Migrate], Migrate]:
    """Register what migrates rulesets of these types."""

    def register(migrate: Migrate) -> Migrate:
        RULESETS.update(dict.fromkeys(types, migrate))
        return migrate

    return register


def migrated_ruleset(source: JsonObject, work: Work) -> tuple[JsonObject, Split]:
    """The node for a ruleset, and what the editor needs of it."""
    kind = text_of(source, "ruleset_type") or OLDEST_TYPE
    migrate = RULESETS.get(kind)
    if migrate is None:
        raise LegacyFlowError(f"There are no rulesets of type {kind!r}.")
    routes = migrated_rules(source, work)
    split = migrate(source, routes, work)
    split.ui_config |= filled(cases=routes.ui)
    node = {"uuid": text_of(source, "uuid"), "exits": routes.exits, **filled(actions=split.actions)}
    return {**node, "router": split.router}, split


def switch(routes: Routes, operand: str, result_name: str = "", wait: JsonObject | None = None) -> JsonObject:
    """A switch router over the routes of a ruleset."""
    return {
        "type": "switch",
        "categories": routes.categories,
        "operand": operand,
        "cases": routes.cases,
        "default_category_uuid": routes.default,
        **filled(wait=wait, result_name=result_name),
    }


def _field_of(operand: str) -> str | None:
    """The last word of an operand such as @contact.age; None without a dot."""
    _, dot, name = operand.rpartition(".")
    return name if dot else None


@ruleset("subflow")
def subflow(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Enter a flow, and split by how it ended."""
    config = object_of(source, "config")
    if config.get("flow") is None:
        raise LegacyFlowError("A ruleset for a subflow names no flow.")
    enter = {"uuid": work.new_uuid(), "type": "enter_flow", "flow": flow_reference(config)}
    return Split(switch(routes, "@child.status", text_of(source, "label")), "split_by_subflow", [enter])


@ruleset("webhook")
def webhook(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Call a URL, and split by whether it answered."""
    name = text_of(source, "label")
    call = call_webhook(object_of(source, "config"), name, work.new_uuid())
    return Split(switch(routes, f"@results.{snakify(name)}.category"), "split_by_webhook", [call])


@ruleset("resthook")
def resthook(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Call all that subscribed, and split by whether they answered."""
    name, slug = text_of(source, "label"), text_of(object_of(source, "config"), "resthook")
    call = {"uuid": work.new_uuid(), "type": "call_resthook", "resthook": slug, **filled(result_name=name)}
    return Split(switch(routes, f"@results.{snakify(name)}.category"), "split_by_resthook", [call])


@ruleset("airtime")
def airtime(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Send airtime, and split by whether it arrived."""
    name = text_of(source, "label")
    transfer = transfer_airtime(source, name, work.new_uuid())
    return Split(switch(routes, f"@results.{snakify(name)}"), "split_by_airtime", [transfer])


@ruleset("form_field")
def form_field(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Split by one part of an answer with delimiters."""
    old, config = text_of(source, "operand"), object_of(source, "config")
    delimiter, index = text_of(config, "field_delimiter"), whole_of(config, "field_index")
    operand = f'@(field({migrate_expression(old).removeprefix("@")}, {index}, "{delimiter}"))'
    key = _field_of(old)
    shown = {} if key is None else {"operand": {"id": key}, "delimiter": delimiter, "index": index}
    router = switch(routes, operand, text_of(source, "label"))
    return Split(router, "split_by_run_result_delimited", ui_config=shown)


@ruleset("group")
def group(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Split by the contact's groups; the operand that such rulesets have was never used."""
    return Split(switch(routes, "@contact.groups", text_of(source, "label")), "split_by_groups")


@ruleset("random")
def random(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Split by chance."""
    name = filled(result_name=text_of(source, "label"))
    return Split({"type": "random", "categories": routes.categories, **name}, "split_by_random")


@ruleset("expression")
def expression(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Split by an expression, which stands for itself when it fails."""
    return _by_operand(source, routes, "split_by_expression", default_to_self=True)


@ruleset("flow_field")
def flow_field(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Split by a result of this run."""
    key = _field_of(text_of(source, "operand"))
    return _by_operand(source, routes, "split_by_run_result", {} if key is None else {"operand": {"id": key}})


@ruleset("contact_field")
def contact_field(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Split by a field, the name or an address of the contact."""
    key = _field_of(text_of(source, "operand"))
    if key == "groups":
        return _by_operand(source, routes, "split_by_expression")
    config = {} if key is None else {"operand": _shown_field(key)}
    return _by_operand(source, routes, "split_by_contact_field", config)


def _shown_field(key: str) -> JsonObject:
    if key == "name":
        return {"type": "property", "id": "name", "name": "Name"}
    return {"type": "scheme" if key in SCHEMES else "field", "id": key}


def _by_operand(
    source: JsonObject, routes: Routes, ui_type: str, config: JsonObject | None = None, default_to_self: bool = False
) -> Split:
    operand = migrate_expression(text_of(source, "operand"), default_to_self=default_to_self) or "@input"
    return Split(switch(routes, operand, text_of(source, "label")), ui_type, ui_config=config or {})
