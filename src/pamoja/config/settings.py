"""Django settings, derived from the `PAMOJA_*` environment (see `env.py`)."""

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from pamoja.config.env import DEMO_SECRET, SETTINGS, read_settings
from pamoja.config.logs import logging_config
from pamoja.config.stores import database, storages

PAMOJA: dict[str, Any] = read_settings()
PAMOJA_SETTINGS = SETTINGS
ROOT = Path(__file__).resolve().parents[3]
DATA_DIR: Path = (ROOT / PAMOJA["DATA_DIR"]).resolve()
MODE: str = PAMOJA["MODE"]
IS_PRODUCTION = MODE == "production"
BASE_URL: str = PAMOJA["BASE_URL"].rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")

if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured(f"PAMOJA_MODE is {MODE!r}; use demo, test or production.")
if IS_PRODUCTION and (PAMOJA["SECRET_KEY"] == DEMO_SECRET or not PAMOJA["KEYS"]):
    raise ImproperlyConfigured(
        "Production needs secrets of its own: set PAMOJA_SECRET_KEY and PAMOJA_KEYS (or their _FILE forms)."
    )

SECRET_KEY = PAMOJA["SECRET_KEY"]
DEMO_MASTER_KEY = "demo:" + base64.b64encode(hashlib.sha256(DEMO_SECRET.encode()).digest()).decode()
MASTER_KEYS: str = PAMOJA["KEYS"] or DEMO_MASTER_KEY
DEBUG = False
ALLOWED_HOSTS: list[str] = PAMOJA["ALLOWED_HOSTS"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "pamoja.config.urls"
WSGI_APPLICATION = "pamoja.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "pamoja.web",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_cotton",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "pamoja.core.workspaces",
    "pamoja.core.accounts",
    "pamoja.core.agreements",
    "pamoja.core.notifications",
    "pamoja.core.crypto",
    "pamoja.core.files",
    "pamoja.core.ratelimit",
    "pamoja.core.audit",
    "pamoja.core.conflicts",
    "pamoja.core.events",
    "pamoja.core.jobs",
    "pamoja.core.search",
    "pamoja.core.webhooks",
    "pamoja.core.ops",
    "pamoja.apps.places",
    "pamoja.apps.people",
    "pamoja.apps.forms",
    "pamoja.apps.messaging",
]

MIDDLEWARE = [
    "pamoja.core.tracing.RequestMiddleware",
    "pamoja.core.cut_off.CutOffMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pamoja.core.csp.CspMiddleware",
    "pamoja.core.problems.ApiProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pamoja.core.accounts.middleware.ProgramMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pamoja.core.problems.ProblemMiddleware",
    "pamoja.core.accounts.middleware.ActorMiddleware",
    "pamoja.web.middleware.ProfileLanguageMiddleware",
]

# Addresses of collecting programs: no page is behind them (see ProgramMiddleware).
PROGRAM_PATHS = ("/odk/", "/v1/", "/__test/") if PAMOJA["ODK_AT_ROOT"] else ("/odk/", "/__test/")
TEST_HOOKS = False  # no environment sets it: see protocols/odk/testing.py
ODK_ROOT = "" if PAMOJA["ODK_AT_ROOT"] else "/odk"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "pamoja.web.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": database(PAMOJA["DATABASE_URL"], DATA_DIR)}

# Seconds for which a collecting device need not be looked up again.
REMEMBER_S = 0 if MODE == "test" else 2

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "pamoja.core.accounts.passwords.StrengthValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "pamoja.core.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is accepted by the link that was sent to the address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Pamoja: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = PAMOJA["TRUSTED_PROXIES"]
MFA_ADAPTER = "pamoja.core.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Pamoja"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
SOCIALACCOUNT_ADAPTER = "pamoja.core.accounts.adapters.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is known by the provider's `sub`, never by its address

LANGUAGE_CODE = PAMOJA["LANGUAGE"]
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "pamoja.config.formats"
TIME_ZONE = PAMOJA["TIME_ZONE"]
USE_TZ = True

LOGGING = logging_config(PAMOJA["LOG_LEVEL"])
if MODE != "test":  # counters of every worker process, for /metrics; the launcher empties it at each start
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(DATA_DIR / "metrics"))

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True  # files are served from where they lie: no collectstatic to forget
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = storages(PAMOJA, MEDIA_ROOT)

SESSION_ENGINE = "pamoja.core.accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a household form keyed from paper has 3,057 inputs; the size is bounded apart
if PAMOJA["TRUSTED_PROXIES"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DEFAULT_FROM_EMAIL = PAMOJA["EMAIL_FROM"]
if PAMOJA["EMAIL_URL"]:
    globals().update(dj_email_url.parse(PAMOJA["EMAIL_URL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

OIDC_PROVIDERS: list[dict[str, Any]] = json.loads(PAMOJA["OIDC"] or "[]")
JOB_BACKENDS = {
    "database": "django_tasks_db.DatabaseBackend",
    "procrastinate": "pamoja.core.jobs.grown.ProcrastinateBackend",
}
if PAMOJA["JOBS"] not in JOB_BACKENDS:
    raise ImproperlyConfigured(f"PAMOJA_JOBS is {PAMOJA['JOBS']!r}; use database or procrastinate.")
TASKS = {"default": {"BACKEND": JOB_BACKENDS[PAMOJA["JOBS"]]}}
if PAMOJA["JOBS"] == "procrastinate":
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured("PAMOJA_JOBS=procrastinate needs PostgreSQL: set PAMOJA_DATABASE_URL.")
    INSTALLED_APPS.insert(0, "procrastinate.contrib.django")
    PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
    PROCRASTINATE_IMPORT_PATHS = ["pamoja.core.jobs.grown"]
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": provider["id"],
                "name": provider["name"],
                "client_id": provider["client_id"],
                "secret": provider["secret"],
                "settings": {"server_url": provider["server_url"]},
            }
            for provider in OIDC_PROVIDERS
        ],
    }
}
CACHES = {  # in the database, because attempts to sign in are counted by all processes together
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "pamoja_cache"}
}
