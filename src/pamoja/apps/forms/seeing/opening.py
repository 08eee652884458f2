"""Encrypted records opened while they are taken out: with a passphrase, or with a key that somebody brought along.

Nothing that opens a record, and nothing that was opened, is written down here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from pamoja.apps.forms.models import RecordKey, SubmissionFile, SubmissionVersion
from pamoja.apps.forms.models.keys import mark_of
from pamoja.apps.forms.problems import NOT_OPENED
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.access import KIND
from pamoja.core.crypto.odk.ciphers import NotDecrypted
from pamoja.core.crypto.odk.managed import Locked, public_text, read_private_key, unlock
from pamoja.core.crypto.odk.records import Opener, opener, own_name
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import read_chunks
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import Problem
from pamoja.core.ratelimit.limits import register_limit
from pamoja.core.ratelimit.services import require_room, take
from pamoja.formats.xform import Shredded, XFormRefused, read_envelope, shred

WRONG_PASSPHRASES = register_limit("wrong-passphrases", 20, 600)  # of encrypted records, by who gives them


@dataclass(frozen=True)
class Keys:
    """Private keys by the number of the key that each opens. `asked` names also keys that nothing here opens."""

    asked: frozenset[int] = frozenset()
    private: Mapping[int, RSAPrivateKey] = field(default_factory=dict, repr=False)


NO_KEYS = Keys()


@sensitive_variables("passphrases")
def unlocked(actor: Actor, passphrases: Mapping[int, str]) -> Keys:
    """The managed keys of the workspace that these passphrases open, by their numbers.

    Raises NOT_ALLOWED before it looks at a passphrase, NOT_OPENED, TOO_MANY.
    """
    require_at_all(actor, "export", KIND)
    if not passphrases:
        return NO_KEYS
    require_room(WRONG_PASSPHRASES, actor.label)
    found = RecordKey.objects.filter(pk__in=passphrases, is_managed=True)
    try:
        private = {key.pk: unlock(Locked.from_json(key.private), passphrases[key.pk]) for key in found}
    except NotDecrypted:
        raise _refused(actor) from None
    return Keys(frozenset(passphrases), private)


@sensitive_variables("content", "passphrase")
def brought(actor: Actor, content: bytes, passphrase: str = "") -> Keys:
    """The key of this workspace that a private key in a file opens, PEM or DER. Raises as `unlocked` does."""
    require_at_all(actor, "export", KIND)
    require_room(WRONG_PASSPHRASES, actor.label)
    try:
        private = read_private_key(content, passphrase)
    except NotDecrypted:
        raise _refused(actor) from None
    key = RecordKey.objects.filter(mark=mark_of(public_text(private.public_key()))).first()
    if key is None:
        raise _refused(actor)
    return Keys(frozenset({key.pk}), {key.pk: private})


def together(several: Iterable[Keys]) -> Keys:
    """What several of them open."""
    found = list(several)
    private = {number: key for each in found for number, key in each.private.items()}
    return Keys(frozenset().union(*(each.asked for each in found)), private)


def _refused(actor: Actor) -> Problem:
    take(WRONG_PASSPHRASES, actor.label)
    return Problem(NOT_OPENED)


@dataclass(frozen=True)
class Media:
    """A file of an encrypted record, by the name that it had before; `pieces` are in the clear."""

    record: str
    name: str
    pieces: Iterator[bytes]


class Opening:
    """Opens the newest versions of records with the keys that are there; the others stay as they are."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._secrets: dict[int, bytes] = {}  # unwrapping one costs a hundred times as much as using it

    def answers(self, records: Sequence[int]) -> dict[str, Shredded]:
        """The answers of those of these records that can be opened, by instance id."""
        opened = {}
        for version, files in self._versions(records):
            file = files.get(version.submission.sealed_file)
            if file and (shredded := self._shredded(version, file)):
                opened[version.submission.instance_id] = shredded
        return opened

    def media(self, records: Sequence[int]) -> Iterator[Media]:
        """The files of these records that have arrived. Their pieces raise NotDecrypted for what was damaged."""
        for version, files in self._versions(records):
            try:
                opens = self._opener(version)
            except NotDecrypted:
                continue
            sealed = opens.envelope.encryption
            for name in sealed.media_files if sealed else ():
                if file := files.get(name):
                    pieces = opens.media(name, read_chunks(file))
                    yield Media(version.submission.instance_id, own_name(name), pieces)

    def _versions(self, records: Sequence[int]) -> Iterator[tuple[SubmissionVersion, dict[str, StoredFile]]]:
        """The newest versions that a key is there for, in the order of the records, with their files."""
        if not self.keys.private:
            return
        found = SubmissionVersion.objects.filter(
            submission__in=list(records), number=F("submission__edits") + 1, form_version__key__in=self.keys.private
        ).exclude(submission__sealed_file="")
        # a large form with each of 250 records took 450 MB, and three times as long
        found = found.select_related("submission", "form_version").defer("form_version__xml", "form_version__schema")
        by_record = {each.submission_id: each for each in found}
        files = _files(by_record)
        for record in records:
            if record in by_record:
                yield by_record[record], files.get(record, {})

    def _shredded(self, version: SubmissionVersion, file: StoredFile) -> Shredded | None:
        schema, root_id = schema_of(version.form_version), version.submission.instance_id
        try:
            return shred(schema, self._opener(version).xml(read_chunks(file)), root_id=root_id)
        except (NotDecrypted, XFormRefused):
            return None

    def _opener(self, version: SubmissionVersion) -> Opener:
        envelope = read_envelope(bytes(version.xml))
        if version.pk not in self._secrets:
            private = self.keys.private[version.form_version.key_id or 0]
            self._secrets[version.pk] = opener(private, envelope).key
        return Opener(envelope, self._secrets[version.pk])


def _files(records: Iterable[int]) -> dict[int, dict[str, StoredFile]]:
    files: dict[int, dict[str, StoredFile]] = {}
    rows = SubmissionFile.objects.filter(submission__in=list(records), file__isnull=False)
    for row in rows.select_related("file__blob"):
        files.setdefault(row.submission_id, {})[row.name] = row.file
    return files
