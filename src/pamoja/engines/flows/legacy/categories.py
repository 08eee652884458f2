"""The rules of a legacy ruleset as categories, exits and cases."""

from dataclasses import dataclass, field

from pamoja.engines.flows.legacy.cases import migrated_case
from pamoja.engines.flows.legacy.reading import JsonObject, object_of, objects_of, text_of, translations_of
from pamoja.engines.flows.legacy.work import Work, filled

ALWAYS, TIMEOUT = "true", "timeout"
LAST_IS_DEFAULT = ("webhook_status", "airtime_status")


@dataclass(slots=True)
class Routes:
    """What the rules of one ruleset become; `default` and `timeout` are UUIDs of categories, empty without one."""

    categories: list[JsonObject] = field(default_factory=list)
    exits: list[JsonObject] = field(default_factory=list)
    cases: list[JsonObject] = field(default_factory=list)
    ui: JsonObject = field(default_factory=dict)  # what the editor keeps, by the UUID of the case
    default: str = ""
    timeout: str = ""


def migrated_rules(ruleset: JsonObject, work: Work) -> Routes:
    """The routes of a ruleset: rules of the same category name share one, but for the rule that always holds."""
    rules = objects_of(ruleset, "rules")
    routes = Routes()
    by_rule = _add_categories(rules, routes, work)
    for rule in rules:
        _add_case(rule, by_rule[text_of(rule, "uuid")], routes, work)
    return routes


def _add_categories(rules: list[JsonObject], routes: Routes, work: Work) -> dict[str, str]:
    """Add categories and exits; the UUIDs of the categories by those of the rules, which become those of the exits."""
    by_name: dict[str, str] = {}
    by_rule: dict[str, str] = {}
    for rule in rules:
        texts, uuid = translations_of(rule.get("category")), text_of(rule, "uuid")
        name = work.localization.base(texts)
        category = None if _type(rule) == ALWAYS else by_name.get(name)
        if category is None:
            category = work.new_uuid()
            routes.exits.append(work.exit(uuid, text_of(rule, "destination")))
            routes.categories.append({"uuid": category, **filled(name=name, exit_uuid=uuid)})
        by_rule[uuid] = by_name[name] = category
        work.localization.add(texts, category, "name")
    return by_rule


def _add_case(rule: JsonObject, category: str, routes: Routes, work: Work) -> None:
    kind = _type(rule)
    if kind == TIMEOUT:
        routes.timeout = category
        return
    if kind == ALWAYS or kind in LAST_IS_DEFAULT:
        routes.default = category
    if kind == ALWAYS:
        return
    if migrated := migrated_case(object_of(rule, "test"), category, work):
        case, ui = migrated
        routes.cases.append(case)
        routes.ui.update({case["uuid"]: ui} if ui else {})


def _type(rule: JsonObject) -> str:
    return text_of(object_of(rule, "test"), "type")
