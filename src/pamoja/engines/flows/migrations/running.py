"""A definition of any version brought to the newest, or to another."""

from dataclasses import dataclass
from typing import Any

from pamoja.engines.flows import schema
from pamoja.engines.flows.checks import at_most, is_uuid
from pamoja.engines.flows.legacy import is_legacy, migrate_legacy
from pamoja.engines.flows.migrations import steps
from pamoja.engines.flows.migrations.registry import STEPS, Config, Definition
from pamoja.engines.flows.migrations.versions import CURRENT, Version, read_version
from pamoja.engines.flows.reading import FlowReadError, copied, readable
from pamoja.engines.flows.schema import prop, required, telling

# importing it fills the registry
PACKAGES = (steps,)


@dataclass(frozen=True, slots=True)
class Header:
    """What definitions of every version since 13 begin with."""

    uuid: str = prop("", required, is_uuid)
    name: str = prop("", required, at_most(64))
    spec_version: str = prop("", required)


def migrate(definition: Any, config: Config, to: Version = CURRENT) -> Definition:
    """A copy of a definition in the version asked for, or itself when it is that new already.

    Raises FlowReadError when it does not begin as a definition does. What else is wrong with it stays so.
    """
    with readable():
        if isinstance(definition, dict) and is_legacy(definition):
            definition = _migrate_legacy(definition, config)
        with telling("unable to read flow header"):
            given = _version_of(definition)
        versions = sorted(each for each in STEPS if given < each <= to)
        flow: Definition = copied(definition) if versions else definition
        for each in versions:
            STEPS[each](flow, config)
            flow["spec_version"] = str(each)
        return flow


def _version_of(definition: Any) -> Version:
    """Its version; one that is none is told before anything else that is wrong."""
    if isinstance(definition, dict) and definition.get("spec_version") is not None:
        read_version(definition["spec_version"])
    return read_version(schema.read(Header, definition).spec_version)


def _migrate_legacy(definition: Definition, config: Config) -> Definition:
    """To version 13, unless it begins as definitions of that version do."""
    try:
        schema.read(Header, definition)
    except FlowReadError:
        with telling("error migrating what appears to be a legacy definition"):
            return migrate_legacy(definition, config.new_uuid, config.base_media_url)
    return definition
