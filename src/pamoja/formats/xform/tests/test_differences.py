"""What changed between two versions of a submission."""

import pytest

from pamoja.formats.xform.differences import differences

OLD = "<d><meta><instanceID>1</instanceID></meta><a>x</a><m><n>A</n></m><m><n>B</n><k>2</k></m></d>"


def changed(new: str) -> list[dict[str, object]]:
    return differences(OLD.encode(), new.encode(), {"/m"})


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, []),
        (OLD.replace("<a>x</a>", "<a>y</a>"), [{"old": "x", "new": "y", "path": ["a"]}]),
        (OLD.replace("<a>x</a>", ""), [{"old": "x", "path": ["a"]}]),
        (OLD.replace("</meta>", "<note>!</note></meta>"), [{"new": "!", "path": ["meta", "note"]}]),
        (OLD.replace("<k>2</k>", "<k>3</k>"), [{"old": "2", "new": "3", "path": [["m", 1], "k"]}]),
        (OLD.replace("<m>", "<m><n>Z</n></m><m>", 1), [{"new": {"n": "Z"}, "path": [["m", 0]]}]),
        (OLD.replace("<m><n>A</n></m>", ""), [{"old": {"n": "A"}, "path": [["m", 0]]}]),
        (OLD.replace("<m><n>A</n></m><m><n>B</n><k>2</k></m>", ""), [
            {"old": [{"n": "A"}, {"n": "B", "k": "2"}], "path": ["m"]}
        ]),
        (OLD.partition("<m>")[0] + "<m><n>B</n><k>9</k></m><m><n>C</n></m><m><n>B</n></m></d>", [
            {"new": {"n": "B", "k": "9"}, "path": [["m", 0]]},
            {"old": "A", "new": "C", "path": [["m", 0], "n"]},
            {"old": "2", "path": [["m", 1], "k"]},
        ]),
    ],
)  # fmt: skip
def test_each_change_is_told_with_its_path(new: str, expected: list[object]) -> None:
    assert sorted(changed(new), key=repr) == sorted(expected, key=repr)
