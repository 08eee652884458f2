"""Every setting of an installation: one list with name, type, default and purpose.

Read from the environment with the prefix `PAMOJA_`. A setting marked secret may also be given as the path of a
file in `PAMOJA_<NAME>_FILE` (container and systemd secrets). `./run doctor` prints this list with the values in
force; `docs/reference/settings.md` documents it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environs import Env

PREFIX = "PAMOJA_"
DEMO_SECRET = "demo-only-not-a-secret-demo-only-not-a-secret"  # noqa: S105 - refused in production


@dataclass(frozen=True)
class Setting:
    """One `PAMOJA_*` variable. `kind` is bool, int, str, list or path."""

    name: str
    kind: str
    default: Any
    purpose: str
    is_secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("MODE", "str", "demo", "demo, test or production. Production refuses demo secrets."),
    Setting("SECRET_KEY", "str", DEMO_SECRET, "Signs sessions and tokens; 50 random characters.", True),
    Setting("KEYS", "str", "", "Master keys as id:base64,… (first one encrypts). Empty: a demo key.", True),
    Setting("DATA_DIR", "path", "var", "Folder of the embedded database, files and logs."),
    Setting("DATABASE_URL", "str", "", "postgres://… for the grown size; empty: SQLite in DATA_DIR.", True),
    Setting("BASE_URL", "str", "http://127.0.0.1:8000", "Public address, used in links, QR codes and e-mail."),
    Setting("ODK_AT_ROOT", "bool", False, "Also answer at /v1/, in place of an ODK Central on this host name."),
    Setting("ALLOWED_HOSTS", "list", ["127.0.0.1", "localhost", "[::1]"], "Host names this server answers to."),
    Setting("LANGUAGE", "str", "en", "Language of a visitor who has not chosen: en, fr or ar."),
    Setting("TIME_ZONE", "str", "UTC", "Time zone in which pages show times."),
    Setting("EMAIL_URL", "str", "", "smtp+tls://user:password@host:587; empty: mail is written to DATA_DIR.", True),
    Setting("EMAIL_FROM", "str", "pamoja@localhost", "Sender of e-mail."),
    Setting("TRUSTED_PROXIES", "int", 0, "How many reverse proxies stand in front (X-Forwarded-*)."),
    Setting(
        "OIDC",
        "str",
        "",
        "OpenID Connect providers as a JSON list: id, name, client_id, secret, server_url.",
        True,
    ),
    Setting("JOBS", "str", "database", "Where jobs run: database (embedded) or procrastinate (PostgreSQL)."),
    Setting("OUTBOX_DAYS", "int", 30, "Days that done outgoing work and webhook deliveries are remembered."),
    Setting("EXPORT_DAYS", "int", 7, "Days that files of exports made in the background can be fetched."),
    Setting("HTTP_ALLOW", "list", [], "Internal hosts that may be called: host, host:port or [v6]:port."),
    Setting("HTTP_PORTS", "list", ["80", "443"], "Ports of public hosts that may be called."),
    Setting("LOG_LEVEL", "str", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Setting("METRICS_TOKEN", "str", "", "Bearer token of /metrics; empty: programs on this machine only.", True),
    Setting("S3_BUCKET", "str", "", "Bucket that holds the files; empty: the folder DATA_DIR/files."),
    Setting("S3_ENDPOINT", "str", "", "Address of the S3-compatible service; empty: Amazon's."),
    Setting("S3_REGION", "str", "us-east-1", "Region of the bucket."),
    Setting("S3_ACCESS_KEY", "str", "", "Access key id for the bucket.", True),
    Setting("S3_SECRET_KEY", "str", "", "Secret access key for the bucket.", True),
)

BY_NAME = {setting.name: setting for setting in SETTINGS}


def read_settings(env: Env | None = None) -> dict[str, Any]:
    """All settings by name, from the environment, else their defaults. Raises EnvValidationError by name."""
    env = env or Env()
    with env.prefixed(PREFIX):
        return {setting.name: _read(env, setting) for setting in SETTINGS}


def _read(env: Env, setting: Setting) -> Any:
    if setting.is_secret and (path := env.str(f"{setting.name}_FILE", None)):
        return Path(path).read_text().strip()
    readers: dict[str, Callable[..., Any]] = {
        "bool": env.bool,
        "int": env.int,
        "str": env.str,
        "list": env.list,
        "path": env.path,
    }
    return readers[setting.kind](setting.name, setting.default)
