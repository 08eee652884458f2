"""Records encrypted as devices encrypt them, for tests."""

import io
from collections.abc import Mapping

from pamoja.apps.forms.models import Form, FormVersion
from pamoja.apps.forms.services import Receipt, receive_submission
from pamoja.core.crypto.odk.ciphers import read_public_key
from pamoja.core.crypto.odk.records import Clear, Sealed, seal
from pamoja.core.permissions import Actor

PASSPHRASE = "long enough for me"
SECRET = bytes(range(32))


def published(form: Form) -> FormVersion:
    """What is published now."""
    version = Form.objects.select_related("published__key").get(pk=form.pk).published
    assert version
    return version


def sealed_record(form: Form, instance_id: str, xml: bytes, media: Mapping[str, bytes] | None = None) -> Sealed:
    """A record for the key of the published version."""
    version = published(form)
    assert version.key
    clear = Clear(form.xml_form_id, version.version, instance_id, xml, media or {})
    return seal(read_public_key(version.key.public), SECRET, clear)


def send_sealed(
    actor: Actor, form: Form, instance_id: str, xml: bytes, media: Mapping[str, bytes] | None = None
) -> Receipt:
    """The same, sent with all its files."""
    sealed = sealed_record(form, instance_id, xml, media)
    return receive_submission(actor, form.project_id, sealed.envelope, streams(sealed))


def streams(sealed: Sealed) -> dict[str, io.BytesIO]:
    """The files as they are sent."""
    return {name: io.BytesIO(content) for name, content in sealed.files.items()}
