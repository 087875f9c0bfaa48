"""Settings of the test run: the product's own, with quick password hashes and no static manifest."""

import os
import tempfile

os.environ.setdefault("CRAFTKIT_VAR", tempfile.mkdtemp(prefix="craftkit-tests-"))
os.environ.setdefault("CRAFTKIT_SECRET_KEY", "a-secret-key-for-tests-only-0123456789")
os.environ.setdefault("CRAFTKIT_ADMIN_KEY", "admin-key-for-tests-only-0123456789")
os.environ.setdefault("CRAFTKIT_BASE_URL", "http://craftkit.test")

from craftkit.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["craftkit.test", "testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
