"""What changed between two versions of a submission, answer by answer.

Groups are compared inside; instances of a repeat are matched first, so that one that was put in between shows as one
new instance and not as a change of all behind it.
"""

from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from pamoja.engines.xforms.xml import Element, local_name, parse_xml

Path = tuple[Any, ...]
Change = dict[str, Any]
MISSING = object()


def differences(old: bytes, new: bytes, repeats: Collection[str]) -> list[Change]:
    """Each change as {"old", "new", "path"}; what was not there before has no "old", what went away no "new".

    `repeats` are the paths of repeats ("/household/member"). A path is a list of names; an instance of a repeat is
    [name, zero-based position].
    """
    before, after = (_tree(parse_xml(xml), frozenset(repeats), "") for xml in (old, new))
    return list(_of_groups(before, after, ()))


def _tree(element: Element, repeats: frozenset[str], path: str) -> Any:
    """Text for an answer, a dict for a group, a list for the instances of a repeat."""
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return element.text or ""
    grown: dict[str, Any] = {}
    for child in children:
        name = local_name(child.tag)
        below = f"{path}/{name}"
        if below in repeats:
            grown.setdefault(name, []).append(_instance(child, repeats, below))
        else:
            grown[name] = _tree(child, repeats, below)
    return grown


def _instance(element: Element, repeats: frozenset[str], path: str) -> dict[str, Any]:
    grown = _tree(element, repeats, path)
    return grown if isinstance(grown, dict) else {}


def _of_groups(old: Any, new: Any, path: Path) -> Iterator[Change]:
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _of_values(old.get(name, MISSING), new.get(name, MISSING), path, name)


def _of_values(old: Any, new: Any, path: Path, name: str) -> Iterator[Change]:
    if old is MISSING:
        yield {"new": new, "path": [*path, name]}
    elif new is MISSING:
        yield {"old": old, "path": [*path, name]}
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _of_groups(old, new, (*path, name))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_repeats(old, new, path, name)
    elif old != new:
        yield {"old": old, "new": new, "path": [*path, name]}


def _of_repeats(old: Sequence[Any], new: Sequence[Any], path: Path, name: str) -> Iterator[Change]:
    marks = SequenceMatcher(None, [repr(each) for each in old], [repr(each) for each in new], autojunk=False)
    for tag, start, end, new_start, new_end in marks.get_opcodes():
        if tag == "replace":
            yield from _of_hunk(old[start:end], new[new_start:new_end], start, new_start, path, name)
        elif tag == "delete":
            yield from ({"old": old[at], "path": [*path, [name, at]]} for at in range(start, end))
        elif tag == "insert":
            yield from ({"new": new[at], "path": [*path, [name, at]]} for at in range(new_start, new_end))


def _of_hunk(
    old: Sequence[Any], new: Sequence[Any], start: int, new_start: int, path: Path, name: str
) -> Iterator[Change]:
    """Pair the instances that are most alike, in order; the rest of the longer side came or went."""
    pairs = _paired(old, new)
    for at, each in enumerate(old):
        if at in pairs:
            yield from _of_groups(each, new[pairs[at]], (*path, [name, start + at]))
        else:
            yield {"old": each, "path": [*path, [name, start + at]]}
    taken = set(pairs.values())
    for at, each in enumerate(new):
        if at not in taken:
            yield {"new": each, "path": [*path, [name, new_start + at]]}


def _paired(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """Which old instance became which new one. The longer side gives up those that resemble the other side least."""
    if len(old) == len(new):
        return {at: at for at in range(len(old))}
    longer, shorter = (old, new) if len(old) > len(new) else (new, old)
    likeness = [min(sum(1 for _ in _of_groups(each, other, ())) for other in shorter) for each in longer]
    worst_first = sorted(range(len(longer)), key=lambda at: (-likeness[at], at))
    given_up = set(worst_first[: len(longer) - len(shorter)])
    kept = [at for at in range(len(longer)) if at not in given_up]
    return {at: other for other, at in enumerate(kept)} if longer is old else dict(enumerate(kept))
