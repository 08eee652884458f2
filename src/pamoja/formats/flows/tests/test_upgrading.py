import json
from itertools import count

import pytest

from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.migrations.running import migrate
from pamoja.formats.flows import Export, NotAnExport, read_export, upgraded


def brought_up(**export: object) -> Export:
    numbers = count(1)
    return upgraded(
        read_export(json.dumps(export).encode()), lambda: f"{next(numbers):08d}-0000-4000-8000-000000000000"
    )


def test_numbers_become_the_same_uuid_in_flows_and_triggers():
    flow = {"name": "Poll", "id": 4, "definition": {"base_language": "eng", "action_sets": []}}
    found = brought_up(version=3, flows=[flow], triggers=[{"flow": {"id": 4, "name": "Poll"}, "groups": []}])
    [poll], [trigger] = found.flows, found.triggers
    assert (str(found.version), str(poll.version), poll.name) == ("11.12.0", "11.12.0", "Poll")
    assert trigger["flow"] == {"name": "Poll", "uuid": poll.uuid}


def test_flows_without_a_version_have_that_of_their_export():
    reply = {"type": "reply", "msg": {"fre": "Salut =contact.name"}}
    nodes = [{"uuid": "00000009-0000-4000-8000-000000000000", "x": 0, "y": 0, "actions": [reply]}]
    flow = {"metadata": {"name": "Poll"}, "base_language": "fre", "action_sets": nodes}
    [found] = brought_up(version=7, flows=[flow]).flows
    new = migrate(found.definition, Config(lambda: "00000008-0000-4000-8000-000000000000"))
    assert (new["language"], new["nodes"][0]["actions"][0]["text"]) == ("fra", "Salut @contact.name")


def test_an_export_of_today_stays_as_it_is():
    flow = {"uuid": "u", "name": "Poll", "spec_version": "13.1.0", "nodes": []}
    export = {"version": "13", "flows": [flow], "campaigns": [{"uuid": "c"}]}
    assert brought_up(**export) == read_export(json.dumps(export).encode())


@pytest.mark.parametrize("half", [b"", b'"\\ud800"'])
def test_what_is_nested_too_deeply_is_refused(half):
    nested = b"[" * 600 + half + b"]" * 600
    content = b'{"version": 4, "flows": [{"flow_type": "F", "definition": {"metadata": ' + nested + b"}}]}"
    with pytest.raises(NotAnExport, match="nested too deeply|recursion"):
        upgraded(read_export(content), lambda: "")


def test_what_is_too_old_is_refused():
    with pytest.raises(NotAnExport, match="too old"):
        brought_up(version=2, flows=[])
