"""Model fields whose values the database never sees.

A value is sealed when its row is saved and opened when it is first read, so rows that nobody looks into cost
nothing. Only instances can do this, because the seal is bound to the row: `.update()`, `.bulk_update()` and look-ups
other than `isnull` are refused, and `.values()` gives `Sealed` objects. Search goes through a `BlindIndexField`.

After shredding a value reads as None, `is_shredded()` tells it from an absent one, and saving the row keeps the
unreadable bytes as they are.
"""

import base64
import json
from typing import Any

from django import forms
from django.core import checks
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from pamoja.core.crypto import keys
from pamoja.core.crypto.sealed import Place, Sealed, open_value, seal_value

DUMPED = "sealed:"


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value at its first reading."""

    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        """The value; None when it was shredded."""
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        plain = open_value(value, self.field.place_of(instance))
        if plain is None:
            return None
        instance.__dict__[name] = self.field.decode(plain)
        return instance.__dict__[name]

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Keep the value as it is given; it is sealed when the row is saved."""
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.Field[Any, Any]):
    """Base of encrypted fields.

    `row` names the attribute that identifies the row inside the seal (empty: any row of the column may hold the
    value). `subject` is a dotted path to the id of the person whose erasure shreds the value ("person.public_id");
    it is followed only when sealing.
    """

    descriptor_class = SealedAttribute
    empty_strings_allowed = False

    def __init__(self, *args: Any, row: str = "public_id", subject: str = "", **kwargs: Any) -> None:
        self.row, self.subject = row, subject
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With what a data migration needs to open values."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"row": self.row, "subject": self.subject}

    def encode(self, value: Any) -> bytes:
        """The bytes to seal."""
        raise NotImplementedError

    def decode(self, plain: bytes) -> Any:
        """The value of opened bytes."""
        raise NotImplementedError

    def place_of(self, instance: models.Model) -> Place:
        """Where the value of this instance lives."""
        row = ""
        if self.row:  # as the database will give it back: a UUID may have been set as a text in capitals
            row = str(instance._meta.get_field(self.row).to_python(getattr(instance, self.row)))  # type: ignore[union-attr]
        workspace_id: int = instance.workspace_id  # type: ignore[attr-defined]
        return Place(workspace_id, self.model._meta.db_table, self.column or "", row)

    def seal_for(self, instance: models.Model, value: Any) -> Sealed:
        """Seal a value for this instance."""
        subject: Any = instance if self.subject else ""
        for name in filter(None, self.subject.split(".")):
            subject = getattr(subject, name)
        return seal_value(self.encode(value), self.place_of(instance), str(subject))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The sealed form; a value that was never opened is written back as it is."""
        value = model_instance.__dict__.get(self.attname)
        return value if value is None or isinstance(value, Sealed) else self.seal_for(model_instance, value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The token. Raises TypeError for a plain value: it did not come through an instance."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is encrypted: save it on an instance, find it by a BlindIndexField")
        return connection.Database.Binary(value.token)

    def from_db_value(self, value: Any, *_args: Any) -> Sealed | None:
        """What the database holds, still sealed."""
        if value is None:
            return None
        sealed = Sealed(bytes(value))
        keys.expect(sealed.key_id)
        return sealed

    def get_lookup(self, lookup_name: str) -> Any:
        """`isnull`; and `exact` for the very same `Sealed`, since equal values have different seals."""
        return super().get_lookup(lookup_name) if lookup_name in {"isnull", "exact"} else None

    def get_internal_type(self) -> str:
        """Bytes."""
        return "BinaryField"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> Any:
        """As Django's BinaryField."""
        return connection.ops.binary_placeholder_sql(value)

    def value_to_string(self, obj: models.Model) -> str:
        """For `dumpdata`: still sealed."""
        sealed = self.pre_save(obj, False)
        return DUMPED + base64.b64encode(sealed.token).decode()

    def dump(self, instance: models.Model, value: Any) -> str:
        """A value sealed for this instance's place, as text: what may be kept of it outside its column."""
        return DUMPED + base64.b64encode(self.seal_for(instance, value).token).decode()

    def open_for(self, instance: models.Model, dumped: str) -> Any:
        """What `dump` sealed for this instance's place; None when it was shredded."""
        plain = open_value(self.to_python(dumped), self.place_of(instance))
        return None if plain is None else self.decode(plain)

    def to_python(self, value: Any) -> Any:
        """For `loaddata`: a dumped value back to its sealed form."""
        if isinstance(value, str) and value.startswith(DUMPED):
            return Sealed(base64.b64decode(value[len(DUMPED) :]))
        return value

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """The model must belong to a workspace and have the attribute that identifies its rows."""
        names = {field.name for field in self.model._meta.get_fields()}
        missing = {"workspace", *filter(None, [self.row])} - names
        if not missing:
            return super().check(**kwargs)
        return [checks.Error(f"An encrypted field needs {sorted(missing)} on its model.", obj=self, id="crypto.E001")]


class EncryptedTextField(EncryptedField):
    """A text. `max_length` counts characters of the plain value."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def encode(self, value: Any) -> bytes:
        """UTF-8."""
        return str(value).encode()

    def decode(self, plain: bytes) -> str:
        """UTF-8."""
        return plain.decode()

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        """A text input."""
        options: dict[str, Any] = {"form_class": form_class or forms.CharField, "max_length": self.max_length}
        return super().formfield(**options, **kwargs)


class EncryptedJSONField(EncryptedField):
    """A JSON value. Changed in place, it is written back when its row is saved."""

    def encode(self, value: Any) -> bytes:
        """Compact JSON; dates, decimals and UUIDs as Django writes them."""
        return json.dumps(value, cls=DjangoJSONEncoder, separators=(",", ":"), ensure_ascii=False).encode()

    def decode(self, plain: bytes) -> Any:
        """JSON."""
        return json.loads(plain)


def is_shredded(instance: models.Model, name: str) -> bool:
    """Whether a value was once there but can no longer be read by anybody."""
    value = getattr(instance, name)
    return value is None and isinstance(instance.__dict__.get(name), Sealed)
