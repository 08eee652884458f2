"""What the audit keeps as codes, as people read it."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.models import Grant
from pamoja.core.accounts.words import ROLE_WORDS, VERB_WORDS
from pamoja.core.events.services import handler_words
from pamoja.core.permissions import KINDS

Words = str | Promise
ACTS: dict[str, Words] = {
    "accept": _("Accepted"),
    "add-property": _("Added a property to"),
    "add_contact_point": _("Added a contact point"),
    "add_identifier": _("Added an identifier"),
    "add_member": _("Added a member"),
    "apply": _("Took in"),
    "approve": _("Approved"),
    "assign": _("Gave forms to"),
    "attach": _("Put a file into"),
    "change": _("Changed"),
    "check": _("Checked"),
    "classify": _("Said who may see the answers of"),
    "comment": _("Commented on"),
    "conflict": _("Kept two values of"),
    "create": _("Added"),
    "create-entities": _("Added entities to"),
    "decide": _("Decided on"),
    "delete": _("Removed"),
    "delete-entities": _("Removed entities of"),
    "delete-property": _("Removed a property of"),
    "detach": _("Took a file out of"),
    "discard": _("Discarded"),
    "download": _("Downloaded"),
    "draft": _("Changed the draft of"),
    "end": _("Ended"),
    "end_membership": _("Ended a membership in"),
    "entity-error": _("Made no entity of"),
    "erase": _("Erased"),
    "export": _("Exported"),
    "file": _("Gave a file to"),
    "force": _("Stopped waiting with"),
    "give_consent": _("Noted a consent of"),
    "hold": _("Let wait"),
    "import": _("Imported"),
    "list": _("Saw a list of"),
    "merge": _("Merged another into"),
    "merged": _("Merged into another"),
    "name_collector": _("Named who collects for"),
    "not_same": _("Said to be somebody else"),
    "place": _("Said the place of"),
    "propose": _("Proposed"),
    "publish": _("Published"),
    "purge": _("Removed for ever"),
    "purge-records": _("Removed records for ever from"),
    "purge-entities": _("Removed entities for ever from"),
    "put_off": _("Put off a likely double of"),
    "read": _("Read"),
    "remove_contact_point": _("Removed a contact point"),
    "remove_identifier": _("Removed an identifier"),
    "renew": _("Renewed the code of"),
    "replay": _("Told again"),
    "resolve": _("Settled clashing versions of"),
    "restore": _("Brought back"),
    "restore-entities": _("Brought back entities of"),
    "resume": _("Went on with"),
    "retire": _("Ended"),
    "retry": _("Tried again"),
    "retry-all": _("Tried all again"),
    "review": _("Reviewed"),
    "revoke": _("Revoked"),
    "rotate": _("Renewed the secret of"),
    "search": _("Searched"),
    "see-shared": _("Saw what is shared"),
    "settle": _("Settled a conflict of"),
    "key": _("Keyed a sheet of"),
    "sign-in": _("Signed in"),
    "state": _("Opened or closed"),
    "submit": _("Sent in"),
    "switch-off": _("Switched off"),
    "switch-on": _("Switched on"),
    "unassign": _("Took forms from"),
    "unmerge": _("Took apart"),
    "view": _("Saw"),
    "webforms": _("Changed how web forms are used with"),
    "withdraw": _("Withdrew"),
    "withdraw_consent": _("Noted a withdrawn consent of"),
}
DETAILS: dict[str, Words] = {
    "absorbed": _("the other"),
    "agreement": _("agreement"),
    "based_on": _("based on version"),
    "by": _("filters"),
    "choice": _("choice"),
    "code": _("code"),
    "country": _("country"),
    "ended": _("ended"),
    "events": _("events"),
    "field": _("field"),
    "fields": _("fields"),
    "form": _("form"),
    "format": _("format"),
    "forms": _("forms"),
    "found": _("found"),
    "handler": _("work"),
    "host": _("host"),
    "into": _("into"),
    "kind": _("kind"),
    "joins": _("joins"),
    "key": _("number"),
    "kinds": _("kinds"),
    "name": _("name"),
    "other": _("the other"),
    "pcode": _("P-code"),
    "permissions": _("permissions"),
    "person": _("person"),
    "purpose": _("purpose"),
    "role": _("role"),
    "rows": _("rows"),
    "scope": _("how far it reaches"),
    "state": _("state"),
    "number": _("version"),
    "properties": _("properties"),
    "successors": _("successors"),
    "type": _("type"),
    "user": _("person"),
    "version": _("version"),
}
OTHER_KINDS: dict[str, Words] = {
    "accounts.session": _("Sign-in with a program"),
    "accounts.setting": _("Setting of the site"),
    "accounts.user": _("Account"),
}
"""What no permission covers, and is a kind for the audit alone."""
VALUES: dict[str, Mapping[str, Words]] = {
    "role": ROLE_WORDS,
    "scope": {str(value): words for value, words in Grant.Scope.choices},
}


def act_words(verb: str) -> str:
    """What was done; a verb that nobody named stays as it is."""
    return str(ACTS.get(verb, verb))


def kind_words(kind: str) -> str:
    """The name of a kind of record."""
    found = KINDS.get(kind)
    name = str(found.model._meta.verbose_name if found else OTHER_KINDS.get(kind, kind))
    return name[:1].upper() + name[1:]


def detail_words(detail: Mapping[str, object]) -> str:
    """The details, without those that say nothing."""
    said = ((name, _value(name, value)) for name, value in sorted(detail.items()))
    return ", ".join(f"{DETAILS.get(name, name)}: {words}" for name, words in said if words)


def _value(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{kind_words(kind)} ({_verbs(verbs)})" for kind, verbs in value.items())
    if isinstance(value, list | tuple):
        return " · ".join(_one(name, each) for each in value)
    return "" if value is None else _one(name, value)


def _one(name: str, value: object) -> str:
    word = str(value)
    if name == "handler":
        return handler_words(word)
    return kind_words(word) if word in KINDS else str(VALUES.get(name, {}).get(word, word))


def _verbs(verbs: object) -> str:
    return " · ".join(str(VERB_WORDS.get(verb, verb)) for verb in verbs) if isinstance(verbs, Iterable) else str(verbs)
