from pamoja.engines.excellent.references import refactor, rename_reference
from pamoja.engines.flows.migrations.catalogs import CATALOGS
from pamoja.engines.flows.migrations.registry import Config, Definition, migration
from pamoja.engines.flows.migrations.rewriting import rewrite_templates

RENAME = rename_reference("webhook", "webhook.json")


@migration("13.3.0")
def read_answers_of_webhooks_as_json(flow: Definition, config: Config) -> None:
    """Let templates say `@webhook.json` for what was `@webhook`."""
    rewrite_templates(flow, CATALOGS["13.2.0"], _renamed)


def _renamed(template: str) -> str:
    """Most templates do not name it, and are not parsed."""
    return refactor(template, ["webhook"], RENAME).template if "webhook" in template.lower() else template
