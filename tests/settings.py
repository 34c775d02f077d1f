"""The settings of the portal, but for what tests must see or must not wait for."""

import os
import tempfile

os.environ.setdefault("DEMO_MODE", "0")
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bkpsdm-test-")

from bkpsdm.settings import *  # noqa: F403  the environment comes first

MIDDLEWARE = ["tests.visited.RecordVisits", *MIDDLEWARE]  # noqa: F405
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = True
# Argon2 is slow on purpose; one test asks for it by name.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {**CACHES["default"], "KEY_PREFIX": "test"}}  # noqa: F405
# WhiteNoise warns of a directory that is not there, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
