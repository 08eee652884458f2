"""Exports of versions before 13 as a whole, and what is refused of them."""

import pytest

from pamoja.engines.flows.legacy import LegacyFlowError, migrate_legacy, upgrade_export
from pamoja.engines.flows.legacy.tests.definitions import numbered
from pamoja.engines.flows.legacy.tests.upgrading import Flow, messages, saying
from pamoja.engines.flows.reading import FlowReadError


def test_version_9_knows_the_same_thing_by_the_same_uuid_in_flows_campaigns_and_triggers() -> None:
    enter = {"type": "flow", "id": 7, "name": "Other"}
    join = {"type": "add_group", "groups": [{"id": 3, "name": "Mothers"}, "Fathers", "@flow.group"]}
    flows = [
        {
            "base_language": "eng",
            "metadata": {"id": 5, "name": "One"},
            "action_sets": [{"uuid": "n", "actions": [enter, join]}],
        },
        {"flow_type": "M", "metadata": {"id": 7, "uuid": "kept", "name": "Other"}},
    ]
    mothers = {"id": 3, "name": "Mothers"}
    campaign = {
        "id": 1,
        "group": mothers,
        "events": [{"id": 9, "flow": {"id": 7}, "relative_to": {"id": 4, "key": "due"}}],
    }
    export = {
        "version": 8,
        "flows": flows,
        "campaigns": [campaign],
        "triggers": [{"flow": {"id": 5}, "groups": [mothers]}],
    }
    new = upgrade_export(export, numbered())
    entering, joining = new["flows"][0]["action_sets"][0]["actions"]
    group = joining["groups"][0]
    assert entering["flow"] == {"name": "Other", "uuid": "kept"}
    assert joining["groups"][1:] == [{"name": "Fathers"}, "@flow.group"]
    [event] = new["campaigns"][0]["events"]
    assert new["campaigns"][0]["group"] == group
    assert (event["flow"], event["relative_to"]) == ({"uuid": "kept"}, {"key": "due"})
    assert new["triggers"][0]["groups"] == [group]
    assert new["triggers"][0]["flow"]["uuid"] == new["flows"][0]["metadata"]["uuid"]
    assert "id" in export["campaigns"][0]


def test_an_export_of_the_last_version_has_flows_of_their_own_versions() -> None:
    new, old = {"spec_version": "13.0.0", "nodes": []}, {"version": 5, "definition": saying("Hi", base_language=None)}
    found = upgrade_export({"version": "11.12", "flows": [new, old]}, numbered())["flows"]
    assert found[0] is new
    assert messages(found[1]) == [{"base": "Hi"}]


def test_a_flow_that_is_too_large_is_refused_before_it_is_worked_on() -> None:
    nodes = [{"uuid": str(at)} for at in range(501)]
    export = {"version": 9, "flows": [{"flow_type": "M", "action_sets": nodes, "rule_sets": nodes}]}
    with pytest.raises(FlowReadError, match="more than 1000 nodes"):
        upgrade_export(export, numbered())


def test_an_export_that_is_too_old_is_refused() -> None:
    with pytest.raises(LegacyFlowError, match="Version 2 .* too old"):
        upgrade_export({"version": 2, "flows": []}, numbered())


@pytest.mark.parametrize(
    "flow", [{"action_sets": [5]}, {"rule_sets": [{}]}, {"definition": {"metadata": 5}}, {"metadata": {"id": [1]}}]
)
def test_a_definition_of_another_make_is_refused(flow: Flow) -> None:
    with pytest.raises(LegacyFlowError):
        migrate_legacy(saying("Hi") | {"version": 3} | flow, numbered())
