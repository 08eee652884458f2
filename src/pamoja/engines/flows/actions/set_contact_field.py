"""Set a field of the contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.modifiers.fields import FieldModifier
from pamoja.engines.flows.references import FieldReference, Reference
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.text.cases import trimmed

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("set_contact_field")
@dataclass(frozen=True, slots=True)
class SetContactField(Action):
    """The value is a template; an empty one clears the field."""

    field: FieldReference | None = prop(None, required)
    value: str = prop("", at_most(10_000), is_evaluated=True, is_always_written=True)

    def references(self) -> Iterable[Reference | None]:
        return (self.field,)

    def execute(self, visit: "Visit") -> None:
        """Set it, if the field is there and the template makes sense."""
        value, is_good = visit.evaluate(self.value)
        if not is_good:
            return
        assert self.field is not None
        if visit.assets.fields.get(self.field.key):
            visit.change(FieldModifier("field", self.field, trimmed(value)).apply)
        else:
            visit.emit(problems.dependency_error, self.field)
