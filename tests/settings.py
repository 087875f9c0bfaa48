"""Settings of the test run: the product's own, with quick password hashes and no static manifest."""

import atexit
import os
import shutil
import tempfile


def make_state_folder() -> None:
    """A folder of the run's own, gone at its end; pytest-xdist's workers find their controller's in the environment."""
    folder = tempfile.mkdtemp(prefix="craftkit-tests-")
    os.environ["CRAFTKIT_VAR"] = folder
    atexit.register(forget, folder, os.getpid())


def forget(folder: str, owner: int) -> None:
    """Remove the folder; a fork ends as well, but the folder is not its."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


if "CRAFTKIT_VAR" not in os.environ:
    make_state_folder()
os.environ.setdefault("CRAFTKIT_SECRET_KEY", "a-secret-key-for-tests-only-0123456789")
os.environ.setdefault("CRAFTKIT_ADMIN_KEY", "admin-key-for-tests-only-0123456789")
os.environ.setdefault("CRAFTKIT_BASE_URL", "http://craftkit.test")

from craftkit.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if SQLITE:  # noqa: F405
    # A file, as in the product: connections to one SQLite memory lock whole tables against each other.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "tests.sqlite3"}  # noqa: F405
else:
    # A test on a busy machine may think for long within its transaction, and so may a migration.
    PATIENT = "-c statement_timeout=300s -c lock_timeout=5s -c idle_in_transaction_session_timeout=600s"
    DATABASES["default"]["OPTIONS"] = {"options": PATIENT}  # noqa: F405
ALLOWED_HOSTS = ["craftkit.test", "testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# Lines are written from a thread, which would not find the test's transaction; its own tests switch it on.
REQUEST_LOG_DAYS = 0
# A code may be made in one half minute and sent in the next.
MFA_TOTP_TOLERANCE = 1
