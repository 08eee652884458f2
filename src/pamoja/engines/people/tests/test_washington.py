import pytest

from pamoja.engines.people.washington import Difficulty, Domain, identifier, is_with_disability


def answers(**given: int) -> dict[Domain, Difficulty]:
    return {Domain(domain): Difficulty(code) for domain, code in given.items()}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"seeing": 1, "hearing": 2, "walking": 2}, False),
        ({"seeing": 3}, True),
        ({"seeing": 1, "communicating": 4}, True),
        ({}, None),
        ({"seeing": 7, "hearing": 9}, None),
        ({"seeing": 9, "hearing": 1}, False),
    ],
)
def test_a_lot_of_difficulty_in_one_domain_is_the_cut_off(given: dict[str, int], expected: bool | None) -> None:
    assert is_with_disability(answers(**given)) is expected


@pytest.mark.parametrize(
    ("given", "levels"),
    [
        ({"seeing": 2}, (True, False, False, False)),
        ({"seeing": 2, "walking": 2}, (True, True, False, False)),
        ({"seeing": 3}, (True, True, True, False)),
        ({"seeing": 4}, (True, True, True, True)),
    ],
)
def test_the_four_identifiers_rise_with_the_difficulty(given: dict[str, int], levels: tuple[bool, ...]) -> None:
    assert tuple(identifier(answers(**given), level) for level in (1, 2, 3, 4)) == levels
