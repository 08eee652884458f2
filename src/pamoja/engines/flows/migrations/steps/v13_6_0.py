from typing import Any

from pamoja.engines.flows.migrations.definitions import actions, objects, routers, text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration
from pamoja.engines.text.cases import trimmed

RESULT_NAME = 64
CATEGORY_NAME = 36


@migration("13.6.0")
def shorten_names_of_results(flow: Definition, config: Config) -> None:
    """Cut the names of results to 64 characters and those of categories to 36."""
    for action in actions(flow, "set_run_result"):
        _shorten(action, "name", RESULT_NAME)
        _shorten(action, "category", CATEGORY_NAME)
    for router in routers(flow):
        _shorten(router, "result_name", RESULT_NAME)
        for category in objects(router.get("categories")):
            _shorten(category, "name", CATEGORY_NAME)


def _shorten(part: dict[str, Any], name: str, most: int) -> None:
    """Cut a text whose UTF-8 is longer than the limit of characters, so that no space is left at either end."""
    value = text(part.get(name))
    if len(value.encode()) > most:
        part[name] = trimmed(value[:most])
