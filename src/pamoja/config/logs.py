"""How much is logged, and where to."""

from typing import Any


def logging_config(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, in lines of JSON."""
    quiet = {name: {"level": "WARNING"} for name in ("urllib3", "botocore", "boto3", "s3transfer", "PIL")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "pamoja.core.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": quiet
        | {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; the request's line says 400
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
