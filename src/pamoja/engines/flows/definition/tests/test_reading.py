import pytest

from pamoja.engines.flows.definition.localization import Localization
from pamoja.engines.flows.definition.reading import build_flow, read_with_unknown
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError

FLOW, NODE, EXIT = (f"{each * 8}-0000-4000-8000-000000000000" for each in "abc")


def definition(**changes):
    node = {"uuid": NODE, "exits": [{"uuid": EXIT}]}
    told = {"uuid": FLOW, "name": "Registration", "spec_version": "14.4.2", "language": "eng", "type": "messaging"}
    return told | {"nodes": [node], "localization": {}, "_ui": {"nodes": {}}} | changes


def nodes(*exits, **changes):
    return [{"uuid": NODE, "exits": list(exits) or [{"uuid": EXIT}]} | changes]


def test_a_flow_has_its_nodes_by_uuid_and_keeps_what_the_editor_stored():
    flow = build_flow(definition())
    assert flow.nodes_by_uuid[NODE].exits[0].uuid == EXIT
    assert flow.ui == {"nodes": {}}
    assert flow.expire_after.days == 3
    assert flow.reference(with_revision=True).to_json() == {"uuid": FLOW, "name": "Registration"}


def test_properties_that_no_version_has_are_told_when_it_is_read():
    given = definition(mood="joyful", spec_version="13.0.0")
    flow, unknown = read_with_unknown(given, Config(lambda: EXIT))
    assert (flow.name, unknown) == ("Registration", ("mood",))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"language": "zzzz"}, "field 'language' is not a valid language code"),
        ({"type": None, "name": ""}, "field 'name' is required, field 'type' is required"),
        ({"language": "\ud800"}, "field 'language' must be Unicode"),
        ({"type": "letter"}, "field 'type' is not a valid flow type"),
        ({"nodes": [None]}, "field 'nodes[0]' is required"),
        ({"nodes": [{"uuid": NODE}]}, "unable to read node: field 'exits' is required"),
        ({"nodes": [{"uuid": NODE, "exits": []}]}, "unable to read node: field 'exits' must have a minimum of 1 items"),
        ({"nodes": nodes({"uuid": EXIT}, None)}, "unable to read node: field 'exits[1]' is required"),
        (
            {"nodes": nodes({"uuid": "x"})},
            "unable to read node: unable to read exit: field 'uuid' must be a valid UUID",
        ),
        ({"nodes": nodes(actions=[{}])}, "unable to read action[0]: field 'type' is required"),
        ({"nodes": nodes(actions=[{"type": "sing"}])}, "unable to read action[0]: unknown type: 'sing'"),
        ({"nodes": nodes(router=None)}, "unable to read router: field 'type' is required"),
        ({"nodes": nodes() * 2}, f"node UUID {NODE} isn't unique"),
        ({"nodes": nodes({"uuid": NODE})}, f"invalid node[uuid={NODE}]: exit UUID {NODE} isn't unique"),
        (
            {"nodes": nodes({"uuid": EXIT, "destination_uuid": FLOW})},
            f"invalid node[uuid={NODE}]: destination {FLOW} of exit[uuid={EXIT}] isn't a known node",
        ),
        (
            {"nodes": nodes(*({"uuid": f"{at:08}-0000-4000-8000-000000000000"} for at in range(101)))},
            f"invalid node[uuid={NODE}]: node can't have more than 100 exits (has 101)",
        ),
        ({"localization": []}, "field 'localization' must be an object of objects"),
        ({"_ui": {"x": "y" * 262_144}}, "flow UI can't be larger than 262144 bytes (is 262152)"),
    ],
)
def test_what_is_wrong_is_told_in_words_that_name_the_place(changes, problem):
    with pytest.raises(FlowReadError) as raised:
        build_flow(definition(**changes))
    assert str(raised.value) == problem


@pytest.mark.parametrize(
    ("translations", "problem"),
    [
        ({"vvv": {}}, "invalid language code 'vvv'"),
        ({"fra": {"here": {}}}, "invalid translation for 'fra': invalid item uuid 'here'"),
        ({"fra": {NODE: {"n" * 65: []}}}, f"invalid property name '{'n' * 29}...'"),
        ({"fra": {NODE: {"text": ["\ud800"]}}}, "field 'text' must be Unicode"),
        ({"fra": {NODE: {"text": ["x"] * 11}}}, "translation for 'text' can't have more than 10 values (has 11)"),
        ({"fra": {NODE: {"text": ["x" * 10_001]}}}, "can't be longer than 10000 chars (is 10001)"),
        ({"fra": {NODE: {"_ui": {"a": "x" * 10_000}}}}, "can't be larger than 10000 bytes (is 10008)"),
        ({"fra": {NODE: {str(at): [] for at in range(11)}}}, "can't have more than 10 properties (has 11)"),
    ],
)
def test_translations_are_limited(translations, problem):
    with pytest.raises(FlowReadError, match="^invalid localization: ") as raised:
        build_flow(definition(localization=translations))
    assert str(raised.value).endswith(problem)


@pytest.mark.parametrize(
    ("value", "texts"),
    [(["Oui", "Non"], ["Oui", "Non"]), ([], []), ([""], []), (["", ""], ["", ""]), ([{}], []), ({}, []), ("Oui", [])],
)
def test_a_translation_is_a_list_of_texts_that_says_something(value, texts):
    localization = Localization({"fra": {NODE: {"text": value}}})
    assert localization.texts("fra", NODE, "text") == texts
    assert localization.texts("spa", NODE, "text") == localization.texts("fra", EXIT, "text") == []
