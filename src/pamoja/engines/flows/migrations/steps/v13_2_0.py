from pamoja.engines.flows.migrations.definitions import text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration


@migration("13.2.0")
def call_an_unknown_language_undetermined(flow: Definition, config: Config) -> None:
    """Replace `base`, or no language at all, by `und`: the language of texts in no language that is known."""
    if len(text(flow.get("language"))) != 3:
        flow["language"] = "und"
        if isinstance(flow.get("localization"), dict):
            flow["localization"].pop("und", None)
