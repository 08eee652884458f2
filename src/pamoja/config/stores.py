"""Where things are kept, as Django's settings say it: the database and the files."""

from pathlib import Path
from typing import Any

import dj_database_url


def database(url: str, folder: Path) -> Any:
    """The database that a URL names; without one, a SQLite file in the folder."""
    if url:
        return dj_database_url.parse(url, conn_max_age=600)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "pamoja.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # SQLite's waiters are not served in turn: under a burst of small commits one may wait long.
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        },
    }


def storages(given: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Where Django keeps files: those of the office in the bucket that the settings name, or in the folder."""
    local = {"BACKEND": "pamoja.core.files.storage.LocalFiles", "OPTIONS": {"location": str(folder)}}
    return {
        "default": local,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "files": _bucket(given) if given["S3_BUCKET"] else local,
    }


def _bucket(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "BACKEND": "pamoja.core.files.storage.BucketFiles",
        "OPTIONS": {
            "bucket_name": given["S3_BUCKET"],
            "endpoint_url": given["S3_ENDPOINT"] or None,
            "region_name": given["S3_REGION"],
            "access_key": given["S3_ACCESS_KEY"] or None,
            "secret_key": given["S3_SECRET_KEY"] or None,
            "signature_version": "s3v4",
            "addressing_style": "path" if given["S3_ENDPOINT"] else "virtual",
            "default_acl": "private",
            "file_overwrite": True,  # keys are random: asking whether one exists would cost a request
        },
    }
