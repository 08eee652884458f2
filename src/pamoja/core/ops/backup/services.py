"""Back up and restore a whole installation."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from pamoja import __version__
from pamoja.core.clock import now
from pamoja.core.crypto.keyring import keyring
from pamoja.core.ops.backup import archive, engines
from pamoja.core.ops.backup.archive import Manifest
from pamoja.core.ops.heartbeats import alive
from pamoja.core.ops.models import Heartbeat

FILES = "files"
Tell = Callable[[str], None]


class Refused(RuntimeError):
    """Nothing was changed; the message says why, and what to do."""


def back_up(target: Path, tell: Tell) -> Manifest:
    """Write a verified archive of database and files; `target` appears only when it is whole."""
    archive.codec_of(target)
    if target.exists():
        raise Refused(f"{target} exists already. Name another file: a good backup is not written over.")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        manifest = _write(partial, target, tell)
        tell("Reading it back")
        archive.verify(partial, target)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write(partial: Path, target: Path, tell: Tell) -> Manifest:
    with (
        tempfile.TemporaryDirectory(dir=partial.parent, prefix=".pamoja-") as folder,
        archive.writing(partial, target, _manifest()) as writer,
    ):
        copy = Path(folder) / engines.DATABASE_PARTS[connection.vendor]
        tell(f"Copying the {connection.display_name} database")
        engines.dump(copy)
        engines.check(copy)
        writer.add(copy.name, copy)
        tell("Adding the files")
        for path in _files():
            writer.add(f"{FILES}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
    return writer.manifest


def _manifest() -> Manifest:
    return Manifest(
        version=__version__,
        made_at=now().isoformat(),
        vendor=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations),
        key_ids=list(keyring().secrets),
        key_checks=_key_checks(),
        secret_check=_secret_check(),
        files_included=_files_are_local(),
    )


def _key_checks() -> dict[str, str]:
    held = keyring()
    return {key_id: held.derive(key_id, "backup check").hex()[:16] for key_id in held.secrets}


def _secret_check() -> str:
    return hashlib.sha256(b"pamoja backup\0" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def _files_are_local() -> bool:
    return isinstance(storages["files"], FileSystemStorage)


def _files() -> Iterator[Path]:
    """The files of this installation. One that disappears meanwhile was deleted, and needs no copy."""
    root = Path(settings.MEDIA_ROOT)
    if _files_are_local() and root.is_dir():
        yield from (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())


def restore(source: Path, replace: bool, tell: Tell) -> Manifest:
    """Bring an archive back. Nothing is touched before every hash is checked. Raises Refused, DamagedArchive."""
    tell("Checking the archive")
    manifest = archive.verify(source)
    _refuse_unfit(manifest)
    _refuse_running()
    if not replace and not _is_empty():
        raise Refused("This installation holds data. To put the backup in its place, add --replace.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as folder:
        _unpack(source, Path(folder))
        tell("Loading the database")
        engines.load(Path(folder) / engines.DATABASE_PARTS[manifest.vendor])
        if manifest.files_included:
            tell("Putting the files in place")
            _swap_files(Path(folder) / FILES)
    call_command("migrate", interactive=False, verbosity=0)
    Heartbeat.objects.all().delete()  # of the processes that ran when the backup was made
    return manifest


def _refuse_unfit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        kinds = f"The backup is of {manifest.vendor}, this installation runs on {connection.vendor}."
        raise Refused(f"{kinds} Point PAMOJA_DATABASE_URL to the same kind.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise Refused(f"The backup is of a newer version ({manifest.version}; {newer[0]}). Update Pamoja first.")


def _refuse_running() -> None:
    if _has_tables() and (beating := alive()):
        names = ", ".join(map(str, beating))
        raise Refused(f"The installation is running ({names}). Stop it first.")


def _has_tables() -> bool:
    return get_user_model()._meta.db_table in connection.introspection.table_names()


def _is_empty() -> bool:
    has_accounts = _has_tables() and get_user_model()._default_manager.exists()
    return not has_accounts and not any(True for _ in _files())


def _unpack(source: Path, folder: Path) -> None:
    (folder / FILES).mkdir()
    for name, content in archive.parts_of(source):
        if name == archive.MANIFEST:
            continue
        path = folder / _safe(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            shutil.copyfileobj(content, out)


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise archive.DamagedArchive(f"{name} points out of the archive")
    return path


def _swap_files(restored: Path) -> None:
    """Put the restored folder in place of the present one, which is removed last."""
    root = Path(settings.MEDIA_ROOT)
    old = restored.with_name("old-files")
    if root.exists():
        root.rename(old)
    root.parent.mkdir(parents=True, exist_ok=True)
    restored.rename(root)


def keys_missing(manifest: Manifest) -> list[str]:
    """What this installation lacks to read what it restored, in plain words."""
    held = _key_checks()
    said = [
        f"PAMOJA_KEYS has no key «{key}»: columns encrypted with it cannot be read, nor the audit of its time verified."
        for key in sorted(set(manifest.key_ids) - set(held))
    ]
    said += [
        f"PAMOJA_KEYS has another key under «{key}»: columns encrypted with the former cannot be read, "
        "nor the audit of its time verified."
        for key, check in sorted(manifest.key_checks.items())
        if held.get(key, check) != check
    ]
    if manifest.secret_check != _secret_check():
        said.append("PAMOJA_SECRET_KEY is another one: sessions end, and open invitations and links are void.")
    return said
