"""What happened in a simulated conversation, in a line or two for each event that matters."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

Event = dict[str, Any]
Teller = Callable[[Event], str]


def lines(event: Event) -> Iterator[str]:
    """What the contact would see as it is; everything else in brackets."""
    kind = event["type"]
    if kind in ("msg_created", "ivr_created"):
        yield from _message(event["msg"])
    elif kind in TELLERS and (words := TELLERS[kind](event)):
        yield f"({words})"


def _message(msg: dict[str, Any]) -> Iterator[str]:
    if msg.get("text"):
        yield msg["text"]
    for attachment in msg.get("attachments", ()):
        yield f"  + {attachment}"
    replies = [each.get("text") or each["type"] for each in msg.get("quick_replies", ())]
    if replies:
        yield "  " + " ".join(f"[{each}]" for each in replies)


def _names(listed: list[Any]) -> str:
    return ", ".join(each["name"] for each in listed)


def _groups(event: Event) -> str:
    added, removed = event.get("groups_added"), event.get("groups_removed")
    entered = _("in groups: %(names)s") % {"names": _names(added)} if added else ""
    left = _("no longer in groups: %(names)s") % {"names": _names(removed)} if removed else ""
    return "; ".join(filter(None, (entered, left)))


def _result(event: Event) -> str:
    category = f" [{event['category']}]" if event["category"] else ""
    return _("result %(name)s: %(value)s") % {"name": event["name"], "value": event["value"]} + category


def _webhook(event: Event) -> str:
    status = event.get("status_code") or event["status"]
    return _("simulated call of %(url)s: %(status)s") % {"url": event["url"], "status": status}


def _airtime(event: Event) -> str:
    given = {"amount": event["amount"], "currency": event["currency"]}
    return _("simulated airtime: %(amount)s %(currency)s") % given


def _dial(event: Event) -> str:
    return _("simulated call to %(number)s: type answered, no_answer, busy or failed") % {"number": event["urn"]}


def _field(event: Event) -> str:
    value = (event["value"] or {}).get("text", "")
    return _("field %(name)s: %(value)s") % {"name": event["field"]["name"], "value": value}


def _broadcast(event: Event) -> str:
    content = event["translations"].get(event["base_language"]) or {}
    return _("would go to others: %(text)s") % {"text": content.get("text", "")}


def _email(event: Event) -> str:
    return _("simulated e-mail to %(names)s: %(subject)s") % {
        "names": ", ".join(event["to"]),
        "subject": event["subject"],
    }


TELLERS: dict[str, Teller] = {
    "airtime_created": _airtime,
    "broadcast_created": _broadcast,
    "contact_field_changed": _field,
    "contact_groups_changed": _groups,
    "contact_language_changed": lambda event: _("language: %(value)s") % {"value": event["language"]},
    "contact_name_changed": lambda event: _("name: %(value)s") % {"value": event["name"]},
    "contact_status_changed": lambda event: _("status: %(value)s") % {"value": event["status"]},
    "contact_timezone_changed": lambda event: _("timezone: %(value)s") % {"value": event["timezone"]},
    "contact_urns_changed": lambda event: _("addresses: %(value)s") % {"value": ", ".join(event["urns"])},
    "dial_wait": _dial,
    "email_sent": _email,
    "error": lambda event: _("error: %(text)s") % {"text": event["text"]},
    "failure": lambda event: _("failure: %(text)s") % {"text": event["text"]},
    "input_labels_added": lambda event: _("labels: %(names)s") % {"names": _names(event["labels"])},
    "llm_called": lambda event: _("simulated answer of a language model: %(text)s") % {"text": event["output"]},
    "run_result_changed": _result,
    "run_started": lambda event: _("flow %(name)s") % {"name": event["flow"]["name"]},
    "session_triggered": lambda event: _("others would be started in flow %(name)s") % {"name": event["flow"]["name"]},
    "ticket_opened": lambda event: _("ticket opened"),
    "warning": lambda event: _("warning: %(text)s") % {"text": event["text"]},
    "webhook_called": _webhook,
}
