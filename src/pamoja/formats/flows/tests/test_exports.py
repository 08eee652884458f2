import json

import pytest

from pamoja.formats.flows import NotAnExport, read_export

FLOW = {"uuid": "a", "name": "Poll", "spec_version": "13.1.0", "nodes": []}


def read(**export):
    return read_export(json.dumps(export).encode())


def test_an_export_is_read_as_it_stands():
    group = {"uuid": "g", "name": "Farmers"}
    found = read(version="13", site="https://example.org", flows=[FLOW], groups=[group], campaigns=[], triggers=None)
    assert (str(found.version), found.site, found.groups) == ("13.0.0", "https://example.org", (group,))
    assert [(str(each.version), each.uuid, each.name, each.definition) for each in found.flows] == [
        ("13.1.0", "a", "Poll", FLOW)
    ]


@pytest.mark.parametrize(
    ("flow", "told"),
    [
        ({"metadata": {"uuid": "b", "name": "Old"}, "version": "11.12"}, ("11.12.0", "b", "Old")),
        ({"metadata": {"name": "Older"}, "version": 9}, ("9.0.0", "", "Older")),
        ({"name": "Oldest", "definition": {"action_sets": []}}, ("3.0.0", "", "Oldest")),
    ],
)
def test_flows_of_older_versions_are_found_with_their_own(flow, told):
    [found] = read(version=3, flows=[flow]).flows
    assert (str(found.version), found.uuid, found.name) == told
    assert found.definition == flow


def test_a_definition_by_itself_is_an_export_of_one_flow():
    [found] = read(**FLOW).flows
    assert (found.name, found.definition) == ("Poll", FLOW)


def test_an_export_may_be_of_campaigns_only():
    assert read(version=10.4, campaigns=[{"name": "Reminders"}]).flows == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"version": 1e999}', "not JSON: 1e999 is no number"),
        (b'{"version": NaN}', "not JSON: NaN is no number"),
        (b"[]", "not an object"),
        (b"{}", "version None is none"),
        (b'{"version": "next"}', "version 'next' is none"),
        (b'{"version": 13, "flows": "x"}', "'flows' is not a list of objects"),
        (b'{"version": 13, "groups": [1]}', "'groups' is not a list of objects"),
    ],
)
def test_other_files_are_refused(content, problem):
    with pytest.raises(NotAnExport, match=problem):
        read_export(content)


def test_halves_of_characters_are_replaced_and_whole_ones_kept():
    found = read_export(b'{"version": 13, "flows": [{"name": "\\ud83d\\ude00 \\ud83d!", "\\udc00": 1}]}')
    assert found.flows[0].definition == {"name": "😀 \ufffd!", "\ufffd": 1}
