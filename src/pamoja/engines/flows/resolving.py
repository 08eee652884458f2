"""References of actions resolved to assets while a flow runs: by UUID, or by a name that a template gives."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from pamoja.engines.flows.assets.collections import Collection, HasName
from pamoja.engines.flows.assets.kinds import Group, Label, User
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.references import GroupReference, LabelReference, NamedReference, UserReference
from pamoja.engines.flows.visit import Visit

A = TypeVar("A", bound=HasName)


def groups_of(visit: Visit, references: Iterable[GroupReference]) -> list[Group]:
    """The groups that are there; others are logged."""
    return _assets_of(visit, visit.assets.groups, references, problems.GROUP_MISSING)


def labels_of(visit: Visit, references: Iterable[LabelReference]) -> list[Label]:
    """The labels that are there; others are logged."""
    return _assets_of(visit, visit.assets.labels, references, problems.LABEL_MISSING)


def _assets_of(visit: Visit, assets: Collection[A], references: Iterable[NamedReference], code: str) -> list[A]:
    found = (_asset_of(visit, assets, reference, code) for reference in references)
    return [asset for asset in found if asset is not None]


def _asset_of(visit: Visit, assets: Collection[A], reference: NamedReference, code: str) -> A | None:
    if reference.is_variable:
        missing = f"No such {reference.TYPE} with name"
        return _by_template(visit, reference.name_match, assets.named, missing, code, "name")
    asset = assets.get(reference.uuid)
    if asset is None:
        visit.emit(problems.dependency_error, reference)
    return asset


def user_of(visit: Visit, reference: UserReference) -> User | None:
    """The person that is there; another is logged."""
    if reference.is_variable:
        find, code = visit.assets.user_with_email, problems.USER_MISSING
        return _by_template(visit, reference.email, find, "No such user with email", code, "email")
    user = visit.assets.users.get(reference.uuid)
    if user is None:
        visit.emit(problems.dependency_error, reference)
    return user


def _by_template(
    visit: Visit, template: str, find: Callable[[str], A | None], missing: str, code: str, key: str
) -> A | None:
    """The asset that a template names."""
    name, is_good = visit.evaluate(template)
    if not is_good:
        return None
    asset = find(name)
    if asset is None:
        visit.log_error(f"{missing} '{name}'", code, **{key: name})
    return asset
