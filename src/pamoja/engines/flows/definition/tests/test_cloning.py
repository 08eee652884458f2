from itertools import count

from pamoja.engines.flows.definition.cloning import clone, clone_all

FLOW, NODE, EXIT, GROUP = (f"{each * 8}-0000-4000-8000-000000000000" for each in "abcd")


def test_every_uuid_is_replaced_and_the_same_one_by_the_same():
    numbers = count(1)
    given = {
        "uuid": FLOW,
        "name": NODE,
        "nodes": [
            {"uuid": NODE, "exits": [{"uuid": EXIT, "destination_uuid": NODE}], "parent_uuid": None, "x_uuid": ""},
            {"cases": [{"arguments": [GROUP, "Farmers"]}]},
        ],
        "localization": {"fra": {EXIT: {"name": ["Oui"]}}},
        "_ui": {"nodes": {NODE: {"type": "split"}}},
    }
    assert clone(given, {GROUP: "group"}, lambda: f"new-{next(numbers)}") == {
        "uuid": "new-1",
        "name": NODE,
        "nodes": [
            {
                "uuid": "new-2",
                "exits": [{"uuid": "new-3", "destination_uuid": "new-2"}],
                "parent_uuid": None,
                "x_uuid": "",
            },
            {"cases": [{"arguments": ["group", "Farmers"]}]},
        ],
        "localization": {"fra": {"new-3": {"name": ["Oui"]}}},
        "_ui": {"nodes": {"new-2": {"type": "split"}}},
    }
    assert given["uuid"] == FLOW


def test_parts_of_one_export_go_on_referring_to_each_other():
    numbers = count(1)
    flow, campaign = {"uuid": FLOW}, {"uuid": GROUP, "flow": {"uuid": FLOW}}
    assert clone_all([flow, campaign], {}, lambda: f"new-{next(numbers)}") == [
        {"uuid": "new-1"},
        {"uuid": "new-2", "flow": {"uuid": "new-1"}},
    ]
