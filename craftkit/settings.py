"""Every setting, read from the environment by env.py; docs/settings.md describes each variable."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from craftkit import env
from craftkit.frame import REST_FRAMEWORK as REST_FRAMEWORK
from craftkit.frame import SPECTACULAR

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("CRAFTKIT_VAR", str(BASE_DIR / "var")))
VERSION = env.text("CRAFTKIT_VERSION", "local")[:7]

DEBUG = env.flag("CRAFTKIT_DEBUG", default=False)
SECRET_KEY = env.secret("CRAFTKIT_SECRET_KEY", VAR / "secret_key")
BASE_URL = env.origin("CRAFTKIT_BASE_URL", "http://localhost:8000")
EMBED_URL = env.origin("CRAFTKIT_EMBED_URL", BASE_URL)
SHARE_URL = env.origin("CRAFTKIT_SHARE_URL", BASE_URL)
SECURE = urlsplit(BASE_URL).scheme == "https"

URL_HOSTS = {urlsplit(url).hostname or "" for url in (BASE_URL, EMBED_URL, SHARE_URL)}
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
ALLOWED_HOSTS = env.names("CRAFTKIT_ALLOWED_HOSTS") or sorted(URL_HOSTS | LOOPBACK)
CSRF_TRUSTED_ORIGINS = sorted({BASE_URL, EMBED_URL, SHARE_URL})

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "craftkit.accounts",
    "craftkit.api",
    "craftkit.mail",
    "webhooks",
    "templates_app",
    "renders",
    "sharing",
    "signatures",
    "embed",
]

MIDDLEWARE = [
    "craftkit.api.middleware.RequestContext",
    "sharing.hosts.ShareHosts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "craftkit.accounts.languages.PageLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "craftkit.accounts.sessions.NotedSessions",
]

ROOT_URLCONF = "craftkit.urls"
WSGI_APPLICATION = "craftkit.wsgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR / 'craftkit.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if SQLITE:
    # One writer at a time: take the write lock at BEGIN so that a transaction never fails half way, and wait for it.
    DATABASES["default"]["ENGINE"] = "craftkit.lib.sqlite"
    OPENING = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": OPENING}
else:
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
    }

AUTH_USER_MODEL = "accounts.User"
# What one of these owns never refers to what another owns; craftkit/lib/walls.py has the database see to it.
TENANT_OWNERS = ["accounts.Account", "accounts.Project", "templates.Template"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_ADAPTER = "craftkit.accounts.adapter.Adapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_SIGNUP = env.flag("CRAFTKIT_PASSWORD_SIGNUP", default=True)
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "craftkit.accounts.second_steps.SecondSteps"
STEP_FORMS = {"add_webauthn": "PasskeyForm", "authenticate": "CodeForm", "reauthenticate": "CodeAgainForm"}
STEP_FORMS |= {"login_webauthn": "PasskeyAloneForm", "authenticate_webauthn": "PasskeyStepForm"}
STEP_FORMS |= {"reauthenticate_webauthn": "PasskeyAgainForm"}
MFA_FORMS = {step: f"craftkit.accounts.second_steps.{form}" for step, form in STEP_FORMS.items()}

# Sign-in at the operator's own identity provider; its name stands in the address that it sends people back to.
OIDC_PROVIDER = "sso"
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET")
OIDC_ISSUER = env.issuer("OIDC_ISSUER", client_id=OIDC_CLIENT_ID)
OIDC_NAME = env.text("OIDC_NAME", "single sign-on")
OIDC_DOMAINS = frozenset(name.lower() for name in env.names("OIDC_DOMAINS"))
SOCIALACCOUNT_ADAPTER = "craftkit.accounts.single_sign_on.SingleSignOn"
OIDC_APP = {"provider_id": OIDC_PROVIDER, "name": OIDC_NAME, "client_id": OIDC_CLIENT_ID, "secret": OIDC_CLIENT_SECRET}
OIDC_APPS = [{**OIDC_APP, "settings": {"server_url": OIDC_ISSUER}}] if OIDC_ISSUER else []
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC_APPS}}
# A link leads there: the policy of our pages would stop a form that ends at another origin.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

SESSION_COOKIE_NAME = "__Host-ck" if SECURE else "ck"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env.integer("CRAFTKIT_TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
CORS_URLS_REGEX = r"^/v1/.*$"
CORS_ALLOWED_ORIGINS = env.names("CRAFTKIT_CORS_ALLOWED_ORIGINS")
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = ["authorization", "content-type", "idempotency-key", "prefer"]
CORS_EXPOSE_HEADERS = ["x-request-id", "retry-after", "ratelimit", "ratelimit-policy", "idempotent-replayed"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist", BASE_DIR / "static" / "assets"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "craftkit.lib.static_files.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "craftkit.lib.static_files.Storage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "webp", "woff2", "ico", "map"]

LANGUAGE_CODE = "en"
# Each by its own name, as people look for it.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STORAGE_URL = env.text("STORAGE_URL", str(VAR / "files"))
REDIS_URL = env.text("REDIS_URL")
# The process manager names its embedded broker here; without either, workers find work in the database by themselves.
BROKER_URL = env.text("CRAFTKIT_BROKER_URL", REDIS_URL)
ADMIN_KEY = env.text("CRAFTKIT_ADMIN_KEY")
OUTBOUND_ALLOWED_HOSTS = frozenset(env.names("CRAFTKIT_OUTBOUND_ALLOWED_HOSTS"))
METRICS_TOKEN = env.text("CRAFTKIT_METRICS_TOKEN")

# A session token is good for so long; the host renews it, and four hours is the most that one may last.
EMBED_SESSION_TTL_SECONDS = env.integer("EMBED_SESSION_TTL_SECONDS", 300, least=10, most=4 * 3600)
DOWNLOAD_URL_TTL_SECONDS = env.integer("DOWNLOAD_URL_TTL_SECONDS", 86_400)
WEB_PROCESSES = env.integer("WEB_PROCESSES", 1, least=1)
RATE_LIMIT_PER_MINUTE = env.integer("CRAFTKIT_RATE_LIMIT_PER_MINUTE", 1200, least=1)
HOOK_RATE_LIMIT_PER_MINUTE = env.integer("CRAFTKIT_HOOK_RATE_LIMIT_PER_MINUTE", 600, least=1)
IDEMPOTENCY_HOURS = env.integer("CRAFTKIT_IDEMPOTENCY_HOURS", 72, least=24)
QUEUE_LIMIT = env.integer("CRAFTKIT_QUEUE_LIMIT", 100_000, least=1)
API_BODY_BYTES = 2 * 1024 * 1024
UPLOAD_BYTES = 21 * 1024 * 1024
BATCH_BYTES = env.integer("CRAFTKIT_BATCH_MAX_MB", 20, least=1) * 1024 * 1024

CHROMIUM_PATH = env.text("CHROMIUM_PATH")
CHROMIUM_SANDBOX = env.flag("CRAFTKIT_CHROMIUM_SANDBOX", default=True)
RENDER_SECONDS = env.integer("CRAFTKIT_RENDER_SECONDS", 30, least=1)
RENDER_LEASE_SECONDS = env.integer("CRAFTKIT_RENDER_LEASE_SECONDS", 60, least=2)
RENDER_MAX_PAGES = env.integer("CRAFTKIT_RENDER_MAX_PAGES", 500, least=1)
BROWSER_RECYCLE_AFTER = env.integer("CRAFTKIT_BROWSER_RECYCLE_AFTER", 1000, least=1)
BROWSER_MAX_MB = env.integer("CRAFTKIT_BROWSER_MAX_MB", 900, least=100)

WEBHOOK_RETRY_SCHEDULE = env.numbers("WEBHOOK_RETRY_SCHEDULE", "0,5,300,1800,7200,18000")
WEBHOOK_TIMEOUT_SECONDS = env.integer("WEBHOOK_TIMEOUT_SECONDS", 15, least=1)
WEBHOOK_LEASE_SECONDS = env.integer("WEBHOOK_LEASE_SECONDS", 12, least=2)
WEBHOOK_COURIERS = env.integer("WEBHOOK_COURIERS", 32, least=1)
WEBHOOK_DISABLE_AFTER_DAYS = env.integer("WEBHOOK_DISABLE_AFTER_DAYS", 5, least=1)
WEBHOOK_RETENTION_DAYS = env.integer("WEBHOOK_RETENTION_DAYS", 30, least=1)
HOOK_LOG_DAYS = env.integer("CRAFTKIT_HOOK_LOG_DAYS", 7)
REQUEST_LOG_DAYS = env.integer("CRAFTKIT_REQUEST_LOG_DAYS", 7)
FORM_PAYLOAD_GRACE_DAYS = env.integer("FORM_PAYLOAD_GRACE_DAYS", 7)

# What completed documents are sealed with; without a certificate the install makes one that proves no identity.
SIGNATURE_CERTIFICATE = env.text("SIGNATURE_CERTIFICATE")
SIGNATURE_CERTIFICATE_PASSWORD = env.text("SIGNATURE_CERTIFICATE_PASSWORD")
SIGNATURE_PKCS11_MODULE = env.text("SIGNATURE_PKCS11_MODULE")
SIGNATURE_PKCS11_TOKEN = env.text("SIGNATURE_PKCS11_TOKEN")
SIGNATURE_PKCS11_PIN = env.text("SIGNATURE_PKCS11_PIN")
SIGNATURE_PKCS11_KEY = env.text("SIGNATURE_PKCS11_KEY", "craftkit")
SIGNATURE_TSA_URL = env.address("SIGNATURE_TSA_URL")
SIGNATURE_TRUST_ROOTS = env.text("SIGNATURE_TRUST_ROOTS")
SIGNATURE_LEVEL = env.seal_level("SIGNATURE_LEVEL", tsa_url=SIGNATURE_TSA_URL, roots=SIGNATURE_TRUST_ROOTS)

# Whatever sends mail through Django writes to our outbox; craftkit.mail.transport carries it from there.
EMAIL_BACKEND = "craftkit.mail.backend.Outbox"
MAIL_SERVER = env.mail_server("EMAIL_URL", "off" if SECURE else "mailbox")
MAIL_VIA = MAIL_SERVER.via
# Where no mail leaves, nobody can confirm an address, which two-step sign-in asks for otherwise.
MFA_ALLOW_UNVERIFIED_EMAIL = MAIL_VIA == "off"
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.tls == "starttls", MAIL_SERVER.tls == "implicit"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = env.integer("MAIL_TIMEOUT_SECONDS", 15, least=1)
MAIL_RETRY_SCHEDULE = env.numbers("MAIL_RETRY_SCHEDULE", "0,60,300,1800,7200,21600,43200")
MAIL_LEASE_SECONDS = env.integer("MAIL_LEASE_SECONDS", 60, least=2)
MAIL_DAILY_CAP = env.integer("MAIL_DAILY_CAP", 1000)
MAIL_RETENTION_DAYS = env.integer("MAIL_RETENTION_DAYS", 90, least=1)
MAIL_SENDER_DOMAINS = frozenset(name.lower() for name in env.names("MAIL_SENDER_DOMAINS"))
MAIL_BOUNCE_TOKEN = env.text("MAIL_BOUNCE_TOKEN")
DEFAULT_FROM_EMAIL = env.text("CRAFTKIT_EMAIL_FROM", "Craftkit <craftkit@localhost>")

LOG_FORMAT = env.choice("CRAFTKIT_LOG_FORMAT", "text", of={"text", "json"})
LOG_LEVEL = env.choice("CRAFTKIT_LOG_LEVEL", "INFO", of={"DEBUG", "INFO", "WARNING", "ERROR"})
LOGGING_CONFIG = "craftkit.lib.logs.configure"
LOGGING = {"format": LOG_FORMAT, "level": LOG_LEVEL}

SPECTACULAR_SETTINGS = {**SPECTACULAR, "SERVERS": [{"url": BASE_URL, "description": "This install"}]}
