"""The modifier of the values of fields."""

from dataclasses import dataclass, replace
from typing import Any

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.contacts.parsing import parse_value
from pamoja.engines.flows.events import contacts
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.modifiers.base import Change, Modifier, NothingToModify, modifier
from pamoja.engines.flows.references import FieldReference
from pamoja.engines.flows.schema import prop, required


@modifier("field")
@dataclass(frozen=True, slots=True)
class FieldModifier(Modifier):
    """Set a field from a text, read in every way that it can be; an empty text clears it."""

    field: FieldReference | None = prop(None, required)
    value: Any = prop("", is_always_written=True)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        assert self.field is not None
        if missing.found(assets.fields, "field", self.field.to_json(), "key") is None:
            raise NothingToModify
        return self if isinstance(self.value, str) else replace(self, value="")

    def apply(self, change: Change) -> bool:
        assert self.field is not None
        contact, field = change.contact, change.assets.fields.get(self.field.key)
        assert field is not None
        value = parse_value(change.env, contact, field, self.value)
        value = value.cut(change.engine.limits.field_chars) if value else None
        if value == contact.value_of(field):
            return False
        contact.set_value(field, value)
        change.emit(contacts.contact_field_changed, field.reference, value.to_json() if value else None)
        return True
