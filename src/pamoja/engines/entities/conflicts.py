"""Whether a change clashes with what came in between."""

from collections.abc import Mapping

from pamoja.engines.entities.state import Change, Conflict, Known, Version


def differing(values: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """Names whose value is not the same in `others`, in the order of `values`."""
    return [name for name, value in values.items() if others.get(name) != value]


def clash(known: Known, base: Version, change: Change, *, was_create: bool) -> tuple[Conflict, tuple[str, ...] | None]:
    """The entity's conflict after this change, and the properties that now have two values (None: no conflict).

    One that is based on the current version may still be a soft conflict: somebody changed the entity between this
    device's trunk version and now, and the device does not know.
    """
    current = known.current
    if base.number != current.number or was_create:
        against = _whole(current) if was_create else _changed_since(base, current)
        twice = tuple(name for name, value in change.received.items() if name in against and against[name] != value)
        return max(known.conflict, Conflict.HARD if twice else Conflict.SOFT, key=_severity), twice
    if is_interrupted(known, change):
        return max(known.conflict, Conflict.SOFT, key=_severity), None
    return known.conflict, None


def is_interrupted(known: Known, change: Change) -> bool:
    """Whether somebody outside this branch changed the entity after the version that the branch began at."""
    if change.branch_id is None:
        return False
    trunk = change.trunk_version or 1  # an entity that was made offline has its first version as trunk
    return any(each.number > trunk and each.branch_id != change.branch_id for each in known.versions)


def _severity(conflict: Conflict) -> int:
    return (Conflict.NONE, Conflict.SOFT, Conflict.HARD).index(conflict)


def _changed_since(base: Version, current: Version) -> dict[str, str]:
    changed = {name: current.data[name] for name in differing(current.data, base.data)}
    return changed if current.label == base.label else {**changed, "label": current.label}


def _whole(version: Version) -> dict[str, str]:
    return {**version.data, "label": version.label}
