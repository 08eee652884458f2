"""Legacy actions other than messages: one function each, registered by the type that the old definition gives."""

from collections.abc import Callable

from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.reading import JsonObject, LegacyFlowError, text_of, texts_of
from pamoja.engines.flows.legacy.referring import flow_reference, named_reference, reference, references, variables
from pamoja.engines.flows.legacy.work import Work, filled
from pamoja.engines.urns import SCHEMES

Migrate = Callable[[JsonObject, Work], JsonObject]

ACTIONS: dict[str, Migrate] = {}
NEW_CONTACT = "@new_contact"


def action(*types: str) -> Callable[[Migrate], Migrate]:
    """Register what migrates actions of these types: everything but the UUID of the new action."""

    def register(migrate: Migrate) -> Migrate:
        ACTIONS.update(dict.fromkeys(types, migrate))
        return migrate

    return register


def migrated_action(source: JsonObject, work: Work) -> JsonObject:
    """One action; a LegacyFlowError when nobody knows its type."""
    migrate = ACTIONS.get(text_of(source, "type"))
    if migrate is None:
        raise LegacyFlowError(f"There are no actions of type {source.get('type')!r}.")
    return {"uuid": text_of(source, "uuid"), **migrate(source, work)}


@action("add_label")
def add_label(source: JsonObject, work: Work) -> JsonObject:
    """Label what came in."""
    return {"type": "add_input_labels", "labels": references(source, "labels", named_reference)}


@action("email")
def email(source: JsonObject, work: Work) -> JsonObject:
    """Send an e-mail."""
    if "msg" not in source:
        raise LegacyFlowError("An e-mail has no msg.")
    return {
        "type": "send_email",
        "addresses": [migrate_expression(address) for address in texts_of(source, "emails")],
        "subject": migrate_expression(text_of(source, "subject")),
        "body": migrate_expression(text_of(source, "msg")),
    }


@action("lang")
def set_language(source: JsonObject, work: Work) -> JsonObject:
    """Set the contact's language."""
    return {"type": "set_contact_language", "language": text_of(source, "lang")}


@action("channel")
def set_channel(source: JsonObject, work: Work) -> JsonObject:
    """Set the channel that the contact is written to on."""
    channel = {"uuid": text_of(source, "channel"), "name": text_of(source, "name")}
    return {"type": "set_contact_channel", "channel": channel}


@action("flow")
def enter_flow(source: JsonObject, work: Work) -> JsonObject:
    """Go on in another flow and never come back."""
    return {"type": "enter_flow", "flow": flow_reference(source), "terminal": True}


@action("trigger-flow")
def start_session(source: JsonObject, work: Work) -> JsonObject:
    """Start others in a flow; a variable of its own asks for a new contact."""
    asked = variables(source)
    return {
        "type": "start_session",
        "flow": flow_reference(source),
        **filled(
            contacts=references(source, "contacts", reference),
            groups=references(source, "groups", named_reference),
            legacy_vars=[migrate_expression(one) for one in asked if one != NEW_CONTACT],
            create_contact=NEW_CONTACT in asked,
        ),
    }


@action("add_group")
def add_groups(source: JsonObject, work: Work) -> JsonObject:
    """Put the contact into groups."""
    return {"type": "add_contact_groups", "groups": references(source, "groups", named_reference)}


@action("del_group")
def remove_groups(source: JsonObject, work: Work) -> JsonObject:
    """Take the contact out of groups; out of all, when none is named."""
    groups = references(source, "groups", named_reference)
    return {"type": "remove_contact_groups", **filled(groups=groups, all_groups=not groups)}


@action("save")
def save(source: JsonObject, work: Work) -> JsonObject:
    """Set a field of the contact, its name, or give it one more address."""
    field, value = text_of(source, "field"), migrate_expression(text_of(source, "value"))
    if field == "name":
        return {"type": "set_contact_name", "name": value}
    if field == "first_name":
        # there is no first name by itself any more: the other words of the name are kept behind it
        return {"type": "set_contact_name", "name": f"{value.strip()} @(word_slice(contact.name, 1, -1))"}
    if field in SCHEMES or field == "tel_e164":
        return {"type": "add_contact_urn", "scheme": "tel" if field == "tel_e164" else field, "path": value}
    return {"type": "set_contact_field", "field": {"key": field, "name": text_of(source, "label")}, "value": value}


@action("play")
def play(source: JsonObject, work: Work) -> JsonObject:
    """Play a sound in a call."""
    return {"type": "play_audio", "audio_url": migrate_expression(text_of(source, "url"))}
