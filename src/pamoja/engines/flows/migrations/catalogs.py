"""Where templates stand in the actions and routers of those versions whose templates a step rewrites.

A path leads from the action or router to a text, or to a list of texts; `*` is every member.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The paths of templates by type of action, and those of every router."""

    actions: Mapping[str, Paths]
    routers: Paths = ("operand", "cases.*.arguments", "wait.phone")


_MESSAGE = ("attachments", "quick_replies", "text")
_START = ("contact_query", "groups.*.name_match", "legacy_vars")
_ALWAYS: dict[str, Paths] = {
    "add_contact_groups": ("groups.*.name_match",),
    "add_contact_urn": ("path",),
    "add_input_labels": ("labels.*.name_match",),
    "call_classifier": ("input",),
    "call_webhook": ("body", "headers.*", "url"),
    "open_ticket": ("assignee.email", "body"),
    "play_audio": ("audio_url",),
    "remove_contact_groups": ("groups.*.name_match",),
    "say_msg": ("text",),
    "send_broadcast": (*_MESSAGE, *_START),
    "send_email": ("addresses", "body", "subject"),
    "set_contact_field": ("value",),
    "set_contact_language": ("language",),
    "set_contact_name": ("name",),
    "set_contact_timezone": ("timezone",),
    "set_run_result": ("value",),
    "start_session": _START,
}

CATALOGS = {
    "13.2.0": Catalog(
        _ALWAYS | {"send_msg": (*_MESSAGE, "templating.components.*.params", "templating.variables")},
    ),
    "13.6.0": Catalog(_ALWAYS | {"send_msg": (*_MESSAGE, "template_variables")}),
}
