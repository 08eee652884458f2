"""Checks that register themselves, with settings that explain themselves."""

import pytest

from pamoja.engines.quality import CHECKS, WORDS, read_settings, settings_of
from pamoja.engines.quality.registry import check


@pytest.mark.parametrize("each", CHECKS.values(), ids=CHECKS)
def test_every_check_says_what_it_finds_and_why_its_defaults_are_so(each) -> None:  # type: ignore[no-untyped-def]
    assert each.purpose
    assert not each.settings.__doc__.startswith(each.settings.__name__), "the reason for its defaults is missing"
    assert all(setting.words for setting in settings_of(each))


def test_settings_of_another_type_or_name_have_no_effect() -> None:
    outliers = CHECKS["outliers"]

    read = read_settings(outliers, {"reach": 3, "least_answers": "many", "unheard_of": 1, "looks_at_logarithms": False})

    assert read == outliers.settings(reach=3, looks_at_logarithms=False)


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        check("outliers", "", object)(lambda data, settings: [])


def test_every_code_has_words() -> None:
    from pathlib import Path

    texts = "".join(path.read_text() for path in (Path(__file__).parents[1] / "checks").glob("*.py"))

    assert [code for code in WORDS if f'"{code}"' not in texts] == []
