"""What is remembered for a moment, and that nothing is where that is switched off."""

from typing import Any

from pamoja.core.shortly import Shortly


def test_a_value_is_made_once_in_a_moment(settings: Any) -> None:
    settings.REMEMBER_S = 60
    kept: Shortly[int] = Shortly()
    assert [kept.get("a", lambda: 1), kept.get("a", lambda: 2), kept.get("b", lambda: 3)] == [1, 1, 3]


def test_nothing_is_remembered_where_the_moment_is_zero_not_even_what_was_kept_before(settings: Any) -> None:
    settings.REMEMBER_S = 60
    kept: Shortly[int] = Shortly()
    kept.get("a", lambda: 1)
    settings.REMEMBER_S = 0
    assert kept.get("a", lambda: 2) == 2
