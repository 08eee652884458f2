"""Everything that writes to the register, one function per write."""

from pamoja.apps.people.services.consents import give_consent, may_use, require_use, withdraw_consent
from pamoja.apps.people.services.details import (
    add_contact_point,
    add_identifier,
    remove_contact_point,
    remove_identifier,
)
from pamoja.apps.people.services.doubles import (
    look_again,
    put_off,
    register_unless_double,
    say_not_same,
    say_not_same_at_entry,
)
from pamoja.apps.people.services.erasing import erase_person
from pamoja.apps.people.services.exporting import export_subject
from pamoja.apps.people.services.households import (
    add_member,
    create_household,
    end_membership,
    name_collector,
)
from pamoja.apps.people.services.importing import begin_import, leave_out, map_import, open_import
from pamoja.apps.people.services.merging import merge_people, unmerge_people
from pamoja.apps.people.services.persons import draft_person, register_person, set_photo, update_person
from pamoja.apps.people.services.refused import export_refused, has_refused

__all__ = [
    "add_contact_point",
    "add_identifier",
    "add_member",
    "begin_import",
    "create_household",
    "draft_person",
    "end_membership",
    "erase_person",
    "export_refused",
    "export_subject",
    "give_consent",
    "has_refused",
    "leave_out",
    "look_again",
    "map_import",
    "may_use",
    "merge_people",
    "name_collector",
    "open_import",
    "put_off",
    "register_person",
    "register_unless_double",
    "remove_contact_point",
    "remove_identifier",
    "require_use",
    "say_not_same",
    "say_not_same_at_entry",
    "set_photo",
    "unmerge_people",
    "update_person",
    "withdraw_consent",
]
