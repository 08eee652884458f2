"""Places found by what people write."""

import pytest

from pamoja.engines.environment.locations import DISTRICT, STATE, WARD, LocationTree, name_of_path, normal_path

TREE = LocationTree.from_json(
    [
        {
            "name": "Malawi",
            "aliases": ["Nyasaland"],
            "children": [
                {
                    "name": "Northern Region",
                    "aliases": ["North", "Kumpoto"],
                    "children": [
                        {"name": "Nkhata-Bay", "children": [{"name": "Boma"}, {"name": "Chintheche"}]},
                        {"name": "Mzimba", "children": [{"name": "Boma"}]},
                    ],
                },
                {"name": "Côte.", "children": [{"name": "Mzimba"}]},
            ],
        }
    ]
)


def paths(text: str, level: int, parent: str = "", collation: str = "default") -> list[str]:
    found = TREE.find_fuzzy(text, level, TREE.lookup(parent) if parent else None, collation)
    return [each.path for each in found]


@pytest.mark.parametrize(
    ("text", "level", "found"),
    [
        ("NORTHERN region", STATE, ["Malawi > Northern Region"]),
        ("kumpoto", STATE, ["Malawi > Northern Region"]),
        ("I am in the north!", STATE, ["Malawi > Northern Region"]),
        ("I live in northern region, sir", STATE, ["Malawi > Northern Region"]),
        ("mzi-mba", DISTRICT, ["Malawi > Northern Region > Mzimba", "Malawi > Côte. > Mzimba"]),
        ("in nkhata-bay.", DISTRICT, ["Malawi > Northern Region > Nkhata-Bay"]),
        ("malawi>northern  region > MZIMBA.", WARD, ["Malawi > Northern Region > Mzimba"]),
        ("mzimba,\u00a0", DISTRICT, ["Malawi > Northern Region > Mzimba", "Malawi > Côte. > Mzimba"]),
        ("Malawi", 0, ["Malawi"]),
        ("nyasaland", 0, ["Malawi"]),
        ("Mzimba", STATE, []),
        ("", STATE, []),
        ("Boma", 4, []),
    ],
)
def test_a_place_is_found_by_name_alias_words_or_path(text: str, level: int, found: list[str]) -> None:
    assert paths(text, level) == found


def test_a_parent_decides_between_places_of_one_name() -> None:
    assert len(paths("boma", WARD)) == 2
    assert paths("boma", WARD, "malawi > northern region > mzimba") == ["Malawi > Northern Region > Mzimba > Boma"]


def test_names_are_compared_by_the_collation_asked_with() -> None:
    assert paths("Мzimba", DISTRICT) == []
    assert len(paths("Мzimba", DISTRICT, collation="confusables")) == 2


def test_paths_are_looked_up_whatever_their_case_and_blanks() -> None:
    assert normal_path("malawi>  northern\tregion .") == "Malawi > Northern Region"
    assert name_of_path("Malawi > Northern Region") == "Northern Region"
    assert TREE.lookup("MALAWI > côte") is TREE.lookup("Malawi>Côte.")
    assert TREE.lookup("Northern Region") is None


def test_a_tree_may_be_empty_but_not_nameless_or_deeper_than_wards() -> None:
    assert LocationTree.from_json([]).find_fuzzy("Malawi", 0) == []
    deep: dict[str, object] = {"name": "E"}
    for name in "DCBA":
        deep = {"name": name, "children": [deep]}
    for wrong in ({"children": []}, deep):
        with pytest.raises(ValueError, match="required|limited"):
            LocationTree.from_json([wrong])
