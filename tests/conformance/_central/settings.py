"""Test settings of the server under test: it may be put back to its fixture, and signs in without a slow hash."""

from pamoja.config.test_settings import *  # noqa: F403

TEST_HOOKS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
