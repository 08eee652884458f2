"""The built files survive Django's manifest storage: every hashed entry file still finds its chunks."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

BUILT = Path(__file__).resolve().parents[2] / "src/pamoja/web/static/built"


def test_hashed_entry_files_find_their_chunks(tmp_path: Path) -> None:
    if not (BUILT / ".stamp").exists():
        pytest.skip("the browser files are not built: npm run build")
    source = FileSystemStorage(location=BUILT.parent)
    names = [str(file.relative_to(BUILT.parent)) for file in BUILT.rglob("*") if file.is_file()]
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    for name in names:
        with source.open(name) as content:
            storage.save(name, content)
    failures = [
        done for _, _, done in storage.post_process({n: (source, n) for n in names}) if isinstance(done, Exception)
    ]
    assert failures == []
    for island in ("app", "map", "chart", "webform"):
        hashed = tmp_path / storage.stored_name(f"built/{island}.js")
        assert hashed.name != f"{island}.js"
        for path in re.findall(r"""["'](\./chunks/[\w./-]+\.js)["']""", hashed.read_text()):
            assert (hashed.parent / path).is_file(), f"{hashed.name} imports {path}"
