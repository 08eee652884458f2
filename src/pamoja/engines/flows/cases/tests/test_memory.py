"""Texts are remembered, but not so many long ones that memory runs out."""

from pamoja.engines.flows.cases.memory import FEW, SHORT, remembered


def asked_anew(texts: list[str]) -> int:
    """How often something had to be made when each text was seen before all are asked for again."""
    made = []
    look = remembered(lambda key, text: made.append(text))
    for text in texts:
        look("", text)
    first = len(made)
    for text in texts:
        look("", text)
    return len(made) - first


def test_many_short_texts_and_few_long_ones_are_remembered() -> None:
    assert asked_anew([f"{number}" for number in range(500)]) == 0
    assert asked_anew([f"{number:0{SHORT + 1}}" for number in range(FEW)]) == 0
    assert asked_anew([f"{number:0{SHORT + 1}}" for number in range(500)]) == 500


def test_the_same_text_is_something_else_under_another_key() -> None:
    look = remembered(lambda key, text: f"{key}:{text}")
    assert [look("a", "x"), look("b", "x"), look("a", "x")] == ["a:x", "b:x", "a:x"]
