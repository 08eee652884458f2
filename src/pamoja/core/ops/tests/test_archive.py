"""An archive is whole, or it is refused with the reason."""

import tarfile
from pathlib import Path

import pytest

from pamoja.core.ops.backup import archive, services
from pamoja.core.ops.backup.archive import DamagedArchive, Manifest

CONTENT = bytes(range(256)) * 400


def manifest() -> Manifest:
    return Manifest("0.1.0", "2026-01-01T00:00:00+00:00", "sqlite", [], ["a"], "x", files_included=True)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(CONTENT)
    return path


def written(target: Path, source: Path) -> Path:
    with archive.writing(target, target, manifest()) as writer:
        writer.add("files/photo.jpg", source)
        writer.add("database.sqlite3", source)
    return target


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz", ".tar.zst"])
def test_what_was_written_is_read_back(tmp_path: Path, source: Path, suffix: str) -> None:
    target = written(tmp_path / f"b{suffix}", source)
    found = archive.verify(target)
    assert found.parts["files/photo.jpg"].size == len(CONTENT)
    assert {name: content.read() for name, content in archive.parts_of(target)}["database.sqlite3"] == CONTENT


def test_any_tar_program_can_read_it(tmp_path: Path, source: Path) -> None:
    target = written(tmp_path / "b.tar.gz", source)
    with tarfile.open(target) as tar:
        assert tar.getnames() == ["files/photo.jpg", "database.sqlite3", "manifest.json"]


def test_only_its_owner_may_read_it(tmp_path: Path, source: Path) -> None:
    assert written(tmp_path / "b.tar", source).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz", ".tar.zst"])
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9])
def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path, source: Path, suffix: str, kept: float) -> None:
    target = written(tmp_path / f"b{suffix}", source)
    whole = target.read_bytes()
    target.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(DamagedArchive):
        archive.verify(target)


def test_one_changed_byte_is_found(tmp_path: Path, source: Path) -> None:
    target = written(tmp_path / "b.tar", source)
    whole = bytearray(target.read_bytes())
    whole[5000] ^= 1  # inside the first part: a tar has no checksum of contents
    target.write_bytes(whole)
    with pytest.raises(DamagedArchive, match=r"files/photo\.jpg is not what was written"):
        archive.verify(target)


def rebuilt(target: Path, leave_out: str, **renamed: str) -> Path:
    """The same archive with members left out or renamed."""
    new = target.with_name("new.tar")
    with tarfile.open(target) as old, tarfile.open(new, "w") as out:
        for entry in old:
            content = old.extractfile(entry)
            entry.name = renamed.get(entry.name.split("/")[0], entry.name)
            if entry.name != leave_out:
                out.addfile(entry, content)
    return new


def test_a_missing_part_and_an_added_one_are_named(tmp_path: Path, source: Path) -> None:
    target = written(tmp_path / "b.tar", source)
    with pytest.raises(DamagedArchive, match=r"database\.sqlite3 is missing"):
        archive.verify(rebuilt(target, leave_out="database.sqlite3"))
    with pytest.raises(DamagedArchive, match="evil is not in the manifest"):
        archive.verify(rebuilt(target, leave_out="", files="evil"))
    with pytest.raises(DamagedArchive, match="no manifest"):
        archive.verify(rebuilt(target, leave_out="manifest.json"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "files/../../x"])
def test_no_part_leaves_the_folder(name: str) -> None:
    with pytest.raises(DamagedArchive, match="points out of the archive"):
        services._safe(name)


def test_a_name_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"name the file \.tar"):
        archive.codec_of(tmp_path / "backup.zip")
