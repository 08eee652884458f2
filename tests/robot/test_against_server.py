"""The robot enumerator fills and sends every real form on our own server, over HTTP, and the answers are all kept."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conformance._runner import conformance_root
from tests.robot.whole_server import NODE, ROOT, Kept, enumerate_all, serving

# The server is a process with a database file of its own.
pytestmark = [pytest.mark.client, pytest.mark.slow, pytest.mark.timeout(900)]

IMPORTED, REPAIRED, REFUSED = 14, 20, 2


def test_every_form_that_imports_is_fetched_filled_and_sent_and_its_answers_are_kept() -> None:
    folder = conformance_root() / "forms" / "xlsforms"
    if not folder.is_dir() or NODE is None or not (ROOT / "node_modules/@getodk/xforms-engine").exists():
        pytest.skip("the forms, Node or the engine are not here")
    with serving(folder) as server:
        lines, totals = enumerate_all(server.base, "--quick")
        kept = server.kept()
    outcomes = [*server.outcomes.values()]
    assert [outcomes.count(each) for each in ("imported", "repaired", "refused")] == [IMPORTED, REPAIRED, REFUSED]
    assert [line for line in lines if not line["ok"]] == []
    assert totals["sent"] == totals["forms"] == len(kept) == IMPORTED + REPAIRED
    assert {line["form"]: differences(line["xml"], kept[line["form"]]) for line in lines} == {
        line["form"]: [] for line in lines
    }
    assert sum(line["answered"] for line in lines) > 1000


def differences(sent: str, kept: Kept) -> list[str]:
    """What the server keeps of a record otherwise than it was sent: answers by their place in the form."""
    given: dict[str, list[str]] = {}
    for path, text in leaves(ElementTree.fromstring(sent)):
        given.setdefault(path, []).append(text)
    stored = {path: [written(value) for value in values] for path, values in kept.answers.items()}
    bytes_differ = ["the XML itself"] if kept.xml != sent.encode() else []
    return bytes_differ + [
        f"{path}: sent {given.get(path)}, kept {stored.get(path)}"
        for path in sorted(given.keys() | stored.keys())
        if [*map(comparable, given.get(path, []))] != [*map(comparable, stored.get(path, []))]
    ]


def leaves(element: ElementTree.Element, path: str = "") -> Iterator[tuple[str, str]]:
    """(path below the root, text) of every answer that is not blank."""
    for child in element:
        below = f"{path}/{child.tag.rpartition('}')[2]}"
        if len(child):
            yield from leaves(child, below)
        elif (child.text or "").strip():
            yield below, str(child.text)


def written(value: Any) -> str:
    """A typed answer as a device writes it."""
    if isinstance(value, list):
        return " ".join(value)
    if not isinstance(value, dict):
        return str(value)
    if value["type"] == "Point":
        return point(value["coordinates"], value["properties"]["accuracy"])
    corners = value["coordinates"][0] if value["type"] == "Polygon" else value["coordinates"]
    return ";".join(
        point(corner, near) for corner, near in zip(corners, value["properties"]["accuracies"], strict=True)
    )


def point(coordinates: list[float], accuracy: float) -> str:
    """Latitude first, where GeoJSON has longitude first."""
    longitude, latitude, altitude = coordinates
    return f"{latitude} {longitude} {altitude} {accuracy}"


def comparable(text: str) -> list[float] | str:
    """Numbers by their value ("2.0" is 2), anything else letter by letter."""
    try:
        return [float(part) for part in text.replace(";", " ").split()]
    except ValueError:
        return text
