from pamoja.engines.flows.migrations.definitions import objects, routers, text, texts
from pamoja.engines.flows.migrations.registry import Config, Definition, migration
from pamoja.engines.flows.migrations.translations import translations

TEXT_TESTS = {
    "has_only_text",
    "has_phrase",
    "has_only_phrase",
    "has_any_word",
    "has_all_words",
    "has_beginning",
    "has_pattern",
}


@migration("14.3.1")
def join_words_of_text_tests(flow: Definition, config: Config) -> None:
    """Give tests of texts one argument: an editor used to divide it into words."""
    switches = (each for each in routers(flow) if each.get("type") == "switch")
    cases = [
        each for switch in switches for each in objects(switch.get("cases")) if text(each.get("type")) in TEXT_TESTS
    ]
    languages = translations(flow)
    for case in cases:
        words = texts(case.get("arguments"))
        if len(words) > 1:
            case["arguments"] = [" ".join(words)]
        uuid = text(case.get("uuid"))
        for language in languages:
            found = language.get(uuid, "arguments") or []
            if len(found) > 1:
                language.put(uuid, "arguments", [" ".join(found)])
