"""What may be done with persons and households, and by which built-in role.

The details of a person (identifiers, contact points, consents, memberships) go with the person: who may change the
one may change the others.
"""

from pamoja.apps.people.models import Household, Import, Person
from pamoja.core.files.kinds import IMAGES, MEGABYTE, FileKind, register_file_kind
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import Actor, Kind, register_kind, visible

CARE = ("view", "create", "change")

PERSON = register_kind(
    Kind(
        "people.person",
        Person,
        verbs=("view", "create", "change", "merge", "export", "import", "erase"),
        roles={"manager": (*CARE, "merge", "export", "import", "erase"), "worker": CARE},
        place="place__path",
        owner="created_by",
        is_protected=True,
    )
)
HOUSEHOLD = register_kind(
    Kind(
        "people.household",
        Household,
        verbs=CARE,
        roles={"manager": CARE, "worker": CARE},
        place="place__path",
        owner="created_by",
        is_protected=True,
    )
)
IMPORT = register_kind(
    Kind(
        "people.import",
        Import,
        verbs=CARE,
        roles={"manager": CARE},
        owner="created_by",
        is_protected=True,
    )
)


def may_see_photo(actor: Actor, stored: StoredFile) -> bool:
    """Whoever may see a person may see their photo."""
    return visible(Person.objects.filter(photo=stored), actor).exists()


register_file_kind(FileKind("people.photo", may_see_photo, max_bytes=5 * MEGABYTE, types=IMAGES))
