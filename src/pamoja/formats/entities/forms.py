"""Which lists a form writes to, and with which answers.

Versions of the specification: 2022.1 creates, 2023.1 updates, 2024.1 keeps working offline, 2025.1 writes to several
lists and from repeats.
"""

import re
from collections import Counter
from dataclasses import dataclass

from pamoja.engines.entities import FormEntitiesRefused
from pamoja.formats.entities.names import is_dataset_name, is_property_name
from pamoja.formats.xform import EntityDeclaration, FormSchema

SEMANTIC = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
FIRST, OFFLINE, REPEATS, BEYOND = (2022, 1, 0), (2024, 1, 0), (2025, 1, 0), (2025, 2, 0)

Version = tuple[int, ...]


@dataclass(frozen=True)
class WrittenList:
    """One list that a form writes to.

    `path` is the container that speaks of it, with a slash at its end ("/", "/plot/"); `is_repeat` when that is a
    repeat. `properties` pair an answer's path with the property that it is saved to, in the form's order.
    """

    name: str
    actions: tuple[str, ...]
    path: str
    is_repeat: bool
    properties: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormEntities:
    """All that a form says of entities; `old_version` names a specification that offline work needs newer."""

    lists: tuple[WrittenList, ...] = ()
    old_version: str = ""


def read_form(schema: FormSchema) -> FormEntities:
    """What a form says of entities. Raises FormEntitiesRefused; a form without an `<entity>` is never refused."""
    if not schema.entities:
        return FormEntities()
    version = _version(schema.entities_version)
    for each in schema.entities:
        _check_declaration(each)
    _check_properties(schema)
    lists = tuple(_written(schema, each) for each in schema.entities)
    if version < REPEATS and (len(lists) > 1 or any(each.is_repeat for each in lists)):
        raise FormEntitiesRefused(
            f"Entities specification version [{schema.entities_version}] is not compatible with entities from repeats"
            " or multiple entity lists.  Please use version 2025.1.0 or later."
        )
    return FormEntities(lists, "" if version >= OFFLINE else schema.entities_version)


def _version(text: str) -> Version:
    if not text:
        raise FormEntitiesRefused("Entities specification version is missing.")
    match = SEMANTIC.fullmatch(text.strip())
    version = tuple(map(int, match.groups())) if match else ()
    if not FIRST <= version < BEYOND:
        raise FormEntitiesRefused(f"Entities specification version [{text}] is not supported.")
    return version


def _check_declaration(each: EntityDeclaration) -> None:
    if not each.dataset:
        raise FormEntitiesRefused("Dataset name is missing.")
    if not is_dataset_name(each.dataset):
        raise FormEntitiesRefused("Invalid dataset name.")
    if not each.actions:
        raise FormEntitiesRefused("The form must specify at least one entity action, for example, create or update.")


def _check_properties(schema: FormSchema) -> None:
    if any(each.saveto and not is_property_name(each.saveto) for each in schema.fields):
        raise FormEntitiesRefused("Invalid entity property name.")
    repeats = [f"{each.path}/" for each in schema.fields if each.kind == "repeat"]
    for each in schema.entities:
        within = tuple(path for path in repeats if len(path) > len(_container(each)))
        if any(path.startswith(within) for path, _name in each.properties):
            raise FormEntitiesRefused("Cannot save properties from a repeat on an entity outside of a repeat.")
        names = Counter(name.lower() for _path, name in each.properties)
        if any(count > 1 for count in names.values()):
            raise FormEntitiesRefused("Multiple Form Fields cannot be saved to a single property.")


def _written(schema: FormSchema, each: EntityDeclaration) -> WrittenList:
    holder = schema.by_path.get(each.path)
    is_repeat = holder is not None and holder.kind == "repeat"
    return WrittenList(each.dataset, each.actions, _container(each), is_repeat, each.properties)


def _container(each: EntityDeclaration) -> str:
    return each.path if each.path.endswith("/") else f"{each.path}/"
