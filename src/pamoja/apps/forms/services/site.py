"""Settings of the site that programs keep and read again."""

from typing import IO, Any

from django.db import transaction

from pamoja.apps.forms.files import SITE
from pamoja.apps.forms.models import SiteSetting
from pamoja.core.audit.services import Act, record_many
from pamoja.core.clock import now
from pamoja.core.files.kinds import KINDS
from pamoja.core.files.services import delete_file, keep_file, place_file
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import Problem

KIND = "accounts.setting"
MOST_SITE_BYTES = KINDS[SITE].max_bytes
OWNERS = ("change", "accounts.role")
"""Who may say what a role may do runs the workspace."""


def set_site_value(actor: Actor, name: str, value: Any) -> SiteSetting:
    """Keep a value under a name, in the place of what was there."""
    return _set(actor, name, {"value": value, "file": None})


def set_site_file(actor: Actor, name: str, stream: IO[bytes], content_type: str) -> SiteSetting:
    """Keep a file under a name; a picture loses what its camera wrote into it. Raises problems of files."""
    require_at_all(actor, *OWNERS)
    try:
        placed = place_file(stream, kind=SITE, name=name, declared_type=content_type)
    except Problem:  # no picture, or none that can be cleaned; too many bytes are too many once more
        stream.seek(0)
        placed = place_file(stream, kind=SITE, name=name, keep_original=True, declared_type=content_type)
    with transaction.atomic():
        return _set(actor, name, {"value": None, "file": keep_file(placed)})


def unset_site(actor: Actor, name: str) -> None:
    """Forget what is kept under a name, if anything is."""
    require_at_all(actor, *OWNERS)
    with transaction.atomic():
        for setting in SiteSetting.objects.select_for_update().filter(name=name):
            file = setting.file
            setting.delete()
            if file:
                delete_file(file)
        record_many(actor, [Act("change", KIND, detail={"name": name})])


def _set(actor: Actor, name: str, content: dict[str, Any]) -> SiteSetting:
    require_at_all(actor, *OWNERS)
    with transaction.atomic():
        old = SiteSetting.objects.select_for_update().filter(name=name).first()
        setting: SiteSetting = SiteSetting.objects.update_or_create(name=name, defaults=content | {"set_at": now()})[0]
        if old and old.file:
            delete_file(old.file)
        record_many(actor, [Act("change", KIND, detail={"name": name})])
    return setting
