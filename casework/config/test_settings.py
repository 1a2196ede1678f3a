"""Settings of the tests: an own server in `var/tests`, the demonstration's sign-in page."""

import os
from pathlib import Path

os.environ.setdefault("HOLDFAST_DEMO", "yes")
os.environ.setdefault("HOLDFAST_DATABASE_ROLE", "owner")
if "HOLDFAST_VAR" not in os.environ:
    os.environ["HOLDFAST_VAR"] = str(Path(__file__).resolve().parents[2] / "var" / "tests")

from casework.config.settings import *  # noqa: F403

# Tests that roll back need no disk; the product's own durability is not touched.
DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
