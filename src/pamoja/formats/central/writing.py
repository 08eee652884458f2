"""How the ODK Central API writes values into its messages and answers."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pamoja.formats.central.codes import MESSAGES

UNDEFINED = object()
"""A value that was not sent at all, which the messages tell from an empty one."""


def message_of(code: str, details: Mapping[str, Any]) -> str:
    """The message of a refusal. KeyError for a code that is not in the table or a detail that is not given."""
    shown = {name: _shown(value) for name, value in details.items()}
    more = MORE.get(code)
    return MESSAGES[code].format(**(shown | more(details) if more else shown))


def as_written(value: Any) -> str:
    """A value as JavaScript's `util.inspect` shows it inside a message: strings in single quotes."""
    if value is UNDEFINED:
        return "undefined"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key}: {as_written(each)}" for key, each in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[ " + ", ".join(map(as_written, value)) + " ]" if value else "[]"
    return str(value)


def thing_id(public_id: object) -> str:
    """The UUID of something that acts are done to as programs of this API take it: of version 4 alone."""
    text = str(public_id)
    return f"{text[:14]}4{text[15:]}"


def moment(at: datetime | None) -> str | None:
    """A moment as the API writes it: UTC, milliseconds, `Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def _shown(value: Any) -> Any:
    if value is UNDEFINED or value is None:
        return as_written(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ", ".join(str(_shown(each)) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {as_written(each)}" for key, each in value.items())
    return value


def _subject(details: Mapping[str, Any]) -> dict[str, str]:
    """What is of the wrong type: a field by its name, else the value."""
    field = details.get("field")
    return {"subject": f"({field})" if field else f'"{_shown(details.get("value"))}"'}


def _hint(details: Mapping[str, Any]) -> dict[str, str]:
    """What is weak about a password: the warning, else the first suggestion."""
    hint: str = details.get("warning") or next(iter(details.get("suggestions") or ()), "")
    if not hint:
        return {"hint": "."}
    return {"hint": f". {hint}" if "." in hint else f": {hint[0].lower()}{hint[1:]}"}


def _got(details: Mapping[str, Any]) -> dict[str, str]:
    value = details["value"]
    return {"got": "" if value is UNDEFINED else f" (got: {'[nothing]' if value is None else value})"}


def _place(details: Mapping[str, Any]) -> dict[str, str]:
    at = details.get("at")
    return {"place": "" if at is None else f" at {at}"}


def _errors(details: Mapping[str, Any]) -> dict[str, str]:
    return {"errors": " ".join(f"(Entity {each['index'] + 1}) {each['errorMessage']}" for each in details["errors"])}


def _close(*names: str) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """Lists with a comma and no space, as they stand in the messages that JavaScript made of them by itself."""
    return lambda details: {
        name: ",".join(str(_shown(each)) for each in details[name])
        for name in names
        if isinstance(details[name], (list, tuple))
    }


MORE: dict[str, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    "400.6": _got,
    "400.11": _subject,
    "400.43": _errors,
    "400.44": _hint,
    "406.1": _close("allowed"),
    "409.3": _close("fields", "values"),
    "501.5": _place,
}
"""What messages say that is not a detail by itself."""
