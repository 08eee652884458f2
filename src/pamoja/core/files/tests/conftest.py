"""Kinds of files for tests, and a storage of each sort."""

import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from PIL import Image

from pamoja.core.files.kinds import IMAGES, KINDS, FileKind
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

BUCKET = {"bucket_name": "files", "region_name": "us-east-1", "access_key": "key", "secret_key": "secret"}


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "note": whoever may see anything of the workspace but devices; "photo": images of 1 MB, for Amina."""
    note = FileKind("note", lambda actor, _file: actor.user is not None)
    photo = FileKind("photo", lambda actor, _file: "Amina" in str(actor.user), 1024 * 1024, IMAGES)
    for kind in (note, photo):
        monkeypatch.setitem(KINDS, kind.name, kind)


def _storages(settings: Any, backend: str, **options: object) -> None:
    files = {"BACKEND": f"pamoja.core.files.storage.{backend}", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"files": files}


@pytest.fixture
def local_files(settings: Any, tmp_path: Path) -> Path:
    _storages(settings, "LocalFiles", location=str(tmp_path / "files"))
    return tmp_path / "files"


@pytest.fixture(scope="session")
def bucket_service() -> Iterator[str]:
    """A service of S3's kind in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def bucket_files(settings: Any, bucket_service: str) -> Iterator[Any]:
    """An empty bucket of that service, as the storage."""
    service = boto3.resource(
        "s3",
        endpoint_url=bucket_service,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    bucket = service.create_bucket(Bucket="files")
    _storages(
        settings,
        "BucketFiles",
        **BUCKET,
        endpoint_url=bucket_service,
        addressing_style="path",
        signature_version="s3v4",
        default_acl="private",
        file_overwrite=True,
    )
    yield bucket
    bucket.objects.delete()
    bucket.delete()
    service.meta.client.close()


@pytest.fixture(params=["local_files", "bucket_files"])
def stored(request: pytest.FixtureRequest) -> str:
    """Each storage in turn."""
    request.getfixturevalue(request.param)
    return str(request.param)


@pytest.fixture
def in_river(cast: Cast) -> Iterator[Cast]:
    with workspace_active(cast.river):
        yield cast


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A photograph that says where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Halima's phone"
    exif.get_ifd(0x8825).update({1: "S", 2: (13.0, 58.0, 3.0)})
    out = io.BytesIO()
    Image.effect_noise((60, 40), 50).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()
