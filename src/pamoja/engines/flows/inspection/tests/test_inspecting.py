from dataclasses import dataclass

import pytest

from pamoja.engines.flows.definition.flow import Exit, Flow, Node
from pamoja.engines.flows.definition.localization import Localization
from pamoja.engines.flows.definition.parts import Action, ResultInfo, Router
from pamoja.engines.flows.inspection.inspecting import inspect
from pamoja.engines.flows.inspection.mentions import mentions
from pamoja.engines.flows.inspection.unknown import unknown_properties
from pamoja.engines.flows.references import FieldReference, GlobalReference, GroupReference
from pamoja.engines.flows.schema import prop

FLOW, NODE, OTHER, EXIT, ACTION, CASE, GROUP = (f"{each * 8}-0000-4000-8000-000000000000" for each in "abcdef1")


@dataclass(frozen=True, slots=True)
class Invite(Action):
    text: str = prop("", is_localized=True, is_evaluated=True)
    groups: tuple[GroupReference, ...] = prop(())
    legacy_vars: tuple[str, ...] = prop((), is_evaluated=True)
    result: str = prop("")

    def references(self):
        return (*self.groups, None)

    def results(self):
        return [ResultInfo(self.result, ("Yes", "yes"))] if self.result else []

    def locals(self):
        return ("_invited", "")


@dataclass(frozen=True, slots=True)
class Case:
    uuid: str = prop(CASE)
    type: str = prop("has_pattern")
    arguments: tuple[str, ...] = prop((), is_localized=True, is_evaluated=True)


@dataclass(frozen=True, slots=True)
class Split(Router):
    cases: tuple[Case, ...] = prop(())

    def extra_parts(self):
        return self.cases

    def results(self):
        return [ResultInfo("The Answer", ("No", "YES"))]


def flow(*nodes, **translations):
    return Flow(FLOW, "Poll", "eng", "messaging", nodes, localization=Localization(translations))


def node(uuid=NODE, *actions, router=None):
    return Node(uuid, (Exit(EXIT),), actions, router)


FARMERS = GroupReference(GROUP, "Farmers")
INVITE = Invite(
    "start_session", ACTION, "@fields.age", (FARMERS, GroupReference(name_match="@fields.x")), ("@urns.tel",)
)


def test_an_inspection_tells_what_a_flow_needs_and_gives():
    asking = Invite("ask", ACTION, "@globals.org and @parent.results.Age", (FARMERS,), result="the answer")
    french = {ACTION: {"text": ["@contact.fields.age @fields.nom"]}}
    found = inspect(flow(node(OTHER, asking, router=Split()), node(NODE, INVITE), fra=french))
    assert found == {
        "counts": {"nodes": 2, "languages": 1},
        "dependencies": [
            {"uuid": GROUP, "name": "Farmers", "type": "group"},
            {"key": "org", "name": "", "type": "global"},
            {"key": "age", "name": "", "type": "field"},
            {"key": "nom", "name": "", "type": "field"},
            {"key": "x", "name": "", "type": "field"},
        ],
        "locals": ["_invited"],
        "results": [
            {
                "key": "the_answer",
                "name": "the answer",
                "categories": ["Yes", "yes", "No"],
                "node_uuids": [OTHER],
            }
        ],
        "parent_refs": ["age"],
        "issues": [
            {
                "type": "legacy_vars",
                "node_uuid": NODE,
                "action_uuid": ACTION,
                "description": "use of expressions instead of contact query",
                "vars": ["@urns.tel"],
            }
        ],
    }


def test_what_is_missing_is_told_where_it_is_needed():
    found = inspect(flow(node(NODE, Invite("ask", ACTION, "@fields.age", (FARMERS,)))), lambda each: each != FARMERS)
    assert [each.get("missing", False) for each in found["dependencies"]] == [True, False]
    assert found["issues"] == [
        {
            "type": "missing_dependency",
            "node_uuid": NODE,
            "action_uuid": ACTION,
            "description": f"missing group dependency '{GROUP}'",
            "dependency": {"uuid": GROUP, "name": "Farmers", "type": "group"},
        }
    ]


def test_patterns_are_judged_in_every_language_unless_expressions_make_them():
    case = Case(arguments=("(",))
    dynamic = Case(arguments=("(@fields.age",))
    found = inspect(flow(node(NODE, router=Split("split", (case, dynamic))), fra={CASE: {"arguments": ["[", "a+"]}}))
    issues = [(each["regex"], each.get("language")) for each in found["issues"]]
    assert issues == [("(", None), ("[", "fra"), ("[", "fra")]


@pytest.mark.parametrize(
    ("template", "references", "results"),
    [
        ("Hi @fields.age, @contact.fields.Age, @(parent.contact.fields.age + child.fields.age)", ["age"] * 4, set()),
        ('@(fields["age"]) @GLOBALS.Org', ["age", "org"], set()),
        ("@parent.results.age.value @(parent.results.name)", [], {"age", "name"}),
        ("@fields @contact.name @parent.results me@example.org @(", [], set()),
        ("@fields.age.x", ["age"], set()),
    ],
)
def test_templates_mention_assets_and_results_of_the_parent(template, references, results):
    found, parent_results = mentions(template)
    assert [each.key for each in found if isinstance(each, FieldReference | GlobalReference)] == references
    assert parent_results == results


def test_properties_that_no_class_knows_are_named():
    split = {"type": "split", "cases": [{"uuid": CASE, "arguments": [], "hint": 1}], "wait": None}
    groups = [None, {"uuid": GROUP, "name": "Farmers", "count": 5}]
    action = {"type": "ask", "uuid": ACTION, "text": "", "groups": groups}
    definition = {
        "uuid": FLOW,
        "mood": 1,
        "_ui": {},
        "ignore_triggers": True,
        "nodes": [{"uuid": NODE, "x": 1, "actions": [action], "router": split}],
    }
    made = flow(node(NODE, Invite("ask", ACTION, "", (FARMERS,)), router=Split("split", (Case(),))))
    assert list(unknown_properties(definition, made)) == [
        "mood",
        "nodes[0].x",
        "nodes[0].actions[0].groups[1].count",
        "nodes[0].router.wait",
        "nodes[0].router.cases[0].hint",
    ]
