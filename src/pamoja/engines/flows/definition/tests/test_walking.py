from dataclasses import dataclass, replace

from pamoja.engines.flows.definition.flow import Exit, Flow, Node
from pamoja.engines.flows.definition.localization import Localization
from pamoja.engines.flows.definition.parts import Action, Router
from pamoja.engines.flows.definition.walking import Localizable, localizables, templates
from pamoja.engines.flows.definition.writing import in_language, write_flow
from pamoja.engines.flows.references import GroupReference
from pamoja.engines.flows.schema import prop

FLOW, NODE, EXIT, ACTION, CASE = (f"{each * 8}-0000-4000-8000-000000000000" for each in "abcde")


@dataclass(frozen=True, slots=True)
class Sing(Action):
    TYPE, FLOW_TYPES = "sing", frozenset({"messaging"})

    song: str = prop("", is_localized=True, is_evaluated=True)
    verses: tuple[str, ...] = prop((), is_localized=True)
    groups: tuple[GroupReference, ...] = prop(())
    headers: dict[str, str] = prop({}, is_evaluated=True)


@dataclass(frozen=True, slots=True)
class Case:
    uuid: str = prop(CASE)
    arguments: tuple[str, ...] = prop((), is_localized=True, is_evaluated=True)


@dataclass(frozen=True, slots=True)
class Chance(Router):
    TYPE, FLOW_TYPES = "chance", frozenset({"messaging"})

    cases: tuple[Case, ...] = prop(())
    operand: str = prop("", is_evaluated=True)

    def extra_parts(self):
        return self.cases


SONG = Sing("sing", ACTION, "@fields.song", ("one", "two"), (GroupReference(name_match="@results.group"),), {"a": "@b"})
ROUTER = Chance("chance", (Case(arguments=("yes",)),), "@input")
FRENCH = {ACTION: {"song": ["@fields.chanson"], "verses": ["un"]}, CASE: {"arguments": ["oui"]}}
TRANSLATED = Localization({"fra": FRENCH})
SINGING = Flow(FLOW, "Song", "eng", "messaging", (Node(NODE, (Exit(EXIT),), (SONG,), ROUTER),), localization=TRANSLATED)


def test_templates_are_found_with_their_translations():
    assert list(templates(SONG, TRANSLATED)) == [
        ("", "@fields.song"),
        ("fra", "@fields.chanson"),
        ("", "@results.group"),
        ("", "@b"),
    ]
    assert list(templates(ROUTER, TRANSLATED)) == [("", "@input"), ("", "yes"), ("fra", "oui")]


def test_localizables_are_found():
    found = [*localizables(SONG), *localizables(ROUTER)]
    assert found == [
        Localizable(ACTION, "song", ["@fields.song"]),
        Localizable(ACTION, "verses", ["one", "two"]),
        Localizable(CASE, "arguments", ["yes"]),
    ]


def test_a_flow_changes_its_language_and_back():
    changed = in_language(SINGING, "fra")
    assert write_flow(changed) == write_flow(SINGING) | {
        "language": "fra",
        "localization": {
            "eng": {ACTION: {"song": ["@fields.song"], "verses": ["one", "two"]}, CASE: {"arguments": ["yes"]}}
        },
        "nodes": [
            {
                "uuid": NODE,
                "actions": [
                    {
                        "type": "sing",
                        "uuid": ACTION,
                        "song": "@fields.chanson",
                        "verses": ["un"],
                        "groups": [{"name_match": "@results.group"}],
                        "headers": {"a": "@b"},
                    }
                ],
                "router": {"type": "chance", "cases": [{"uuid": CASE, "arguments": ["oui"]}], "operand": "@input"},
                "exits": [{"uuid": EXIT}],
            }
        ],
    }
    assert in_language(changed, "eng") == replace(SINGING, localization=Localization({"fra": FRENCH}))


def test_a_flow_in_the_language_that_it_has_stays_as_it_is():
    assert in_language(SINGING, "eng") == SINGING
