"""Names of roles and verbs, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.models import Role
from pamoja.core.permissions import BUILT_IN_ROLES, Actor

Words = str | Promise
ROLE_WORDS: dict[str, Words] = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "worker": _("Worker"),
    "viewer": _("Viewer"),
    "collector": _("Collector"),
    "member": _("Member"),
}
ROLE_SUMMARIES: dict[str, Words] = {
    "owner": _("Everything, including roles and agreements."),
    "manager": _("Runs the work: people, forms, places and reviews."),
    "worker": _("Does the work: registers people and works on records."),
    "viewer": _("Sees, and changes nothing."),
    "collector": _("Fills in forms only; for phones."),
    "member": _("Belongs to the workspace; does what single projects or forms allow."),
}
VERB_WORDS: dict[str, Words] = {
    "view": _("see"),
    "create": _("add"),
    "change": _("change"),
    "delete": _("remove"),
    "export": _("export"),
    "review": _("review"),
    "approve": _("approve"),
    "publish": _("publish"),
    "submit": _("submit"),
    "merge": _("merge"),
    "import": _("import"),
    "erase": _("erase"),
    "propose": _("propose"),
    "accept": _("accept"),
    "end": _("end"),
    "retry": _("try again"),
    "discard": _("discard"),
    "replay": _("tell again"),
    "rotate": _("renew the secret"),
    "assign": _("give roles and devices"),
    "drafts": _("see drafts and what is closed"),
    "restore": _("bring back"),
    "check": _("check"),
    "withdraw": _("withdraw"),
    "identifiers": _("see direct identifiers"),
    "sensitive": _("see sensitive answers"),
    "undo": _("undo"),
    "key": _("key in sheets of paper"),
    "settle": _("settle differences"),
}


def role_choices(actor: Actor) -> list[tuple[str, Words]]:
    """Every role that exists in the workspace: built in, then its own."""
    own = Role.objects.filter(workspace=actor.workspace).values_list("slug", "name")
    return [*((slug, ROLE_WORDS[slug]) for slug in BUILT_IN_ROLES), *own]


def role_word(slug: str, own: dict[str, str] | None = None) -> Words:
    """The name of a role."""
    return ROLE_WORDS.get(slug) or (own or {}).get(slug, slug)
