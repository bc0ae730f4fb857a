"""Every setting of the web project, each from the environment or a constant with its reason.

Safe as it stands: debugging is off, only loopback names are answered, and without a stated secret
key each process signs with one of its own, so nothing signed outlives it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Final

import structlog
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from testamur_web.config.env import (
    read_database,
    read_flag,
    read_list,
    read_number,
    read_secret,
    read_text,
)

SECRET_KEY: Final = read_secret("SECRET_KEY") or secrets.token_urlsafe(64)
DEBUG: Final = read_flag("DEBUG", default=False)
ALLOWED_HOSTS: Final = read_list("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")

# The address people and verifiers reach this instance at: links, DIDs and status lists begin so.
INSTANCE_URL: Final = read_text("URL", default="http://127.0.0.1:8000").rstrip("/")
INSTANCE_NAME: Final = read_text("NAME", default="Testamur")
IS_SECURE: Final = INSTANCE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS: Final = [INSTANCE_URL]

DATA_DIR: Final = Path(read_text("DATA_DIR", default="var")).absolute()
MEDIA_ROOT: Final = DATA_DIR / "media"
# Encrypts the secrets of issuer keys at rest; without one, keys are encrypted with SECRET_KEY.
KEY_SECRET: Final = read_secret("KEY_SECRET") or SECRET_KEY

# What counts figures of demand: "" is DuckDB in the process of a worker; or the address of a Spark.
ANALYTICS_URL: Final = read_text("ANALYTICS_URL", default="")

ROOT_URLCONF: Final = "testamur_web.config.urls"
WSGI_APPLICATION: Final = "testamur_web.config.wsgi.application"
INSTALLED_APPS: Final = [
    "testamur_web.config.checks.Config",
    "testamur_web.ops",
    "testamur_web.people",
    "testamur_web.catalogue",
    "testamur_web.learning",
    "testamur_web.awards",
    "testamur_web.wallet",
    "testamur_web.trust",
    "testamur_web.verifying",
    "testamur_web.plans",
    "testamur_web.employers",
    "testamur_web.labour",
    "testamur_web.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE: Final = [
    "testamur_web.config.request_log.LogRequests",
    "django.middleware.security.SecurityMiddleware",
    # Pages, styles and drawings travel compressed; a page with a form gets random bytes (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "testamur_web.config.failures.AnswerFailures",
    # Answers what the library raises for itself (too many tries, the password once more).
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES: Final = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "testamur_web.ui.context.about_instance",
            ]
        },
    }
]

# ---------------------------------------------------------------------------------------- data

_SQLITE: Final = f"sqlite:///{DATA_DIR / 'testamur.sqlite3'}"
DATABASES: Final[dict[str, Any]] = {
    "default": read_database(read_secret("DATABASE_URL", prefix="") or _SQLITE)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for each other instead of failing; readers never wait (write-ahead log).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
# What must be the same for every process (how often somebody tried to sign in) is in the database;
# what each may make for itself (status lists, cards) in its own memory.
CACHES: Final = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ops_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
DEFAULT_AUTO_FIELD: Final = "django.db.models.BigAutoField"
TASKS: Final = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# ------------------------------------------------------------------------------------- sign-in

AUTH_USER_MODEL: Final = "people.Person"
AUTHENTICATION_BACKENDS: Final = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS: Final = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: Final = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS: Final = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS: Final = ["username*", "email", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED: Final = True
ACCOUNT_EMAIL_VERIFICATION: Final = "optional"
ACCOUNT_ADAPTER: Final = "testamur_web.people.sign_in.SignIn"
ACCOUNT_FORMS: Final = {
    "login": "testamur_web.ui.account.sign_in_forms.SignInForm",
    "signup": "testamur_web.ui.account.sign_in_forms.SignUpForm",
    "request_login_code": "testamur_web.ui.account.sign_in_forms.RequestCodeForm",
    "confirm_login_code": "testamur_web.ui.account.sign_in_forms.ConfirmCodeForm",
    "reauthenticate": "testamur_web.ui.account.sign_in_forms.ReauthenticateForm",
    "reset_password": "testamur_web.ui.account.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "testamur_web.ui.account.sign_in_forms.ChooseNewPasswordForm",
    "change_password": "testamur_web.ui.account.sign_in_forms.ChangePasswordForm",
    "set_password": "testamur_web.ui.account.sign_in_forms.SetPasswordForm",
}
ACCOUNT_PRESERVE_USERNAME_CASING: Final = False
# Signing up tells nobody whether an address is known here: it belongs to whoever proves it.
ACCOUNT_PREVENT_ENUMERATION: Final = "strict"
ACCOUNT_USER_DISPLAY: Final = str
LOGIN_URL: Final = "account_login"
LOGIN_REDIRECT_URL: Final = "/home/"
ACCOUNT_LOGOUT_REDIRECT_URL: Final = "/"

# ------------------------------------------------------------------------------------- security

# How many proxies stand before this, whose word on who asks and over which scheme is taken.
TRUSTED_PROXIES: Final = read_number("TRUSTED_PROXIES", default=0)
SECURE_PROXY_SSL_HEADER: Final = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE: Final = IS_SECURE
CSRF_COOKIE_SECURE: Final = IS_SECURE
CSRF_FAILURE_VIEW: Final = "testamur_web.config.failures.forgery"
SESSION_COOKIE_SAMESITE: Final = "Lax"
SECURE_HSTS_SECONDS: Final = 31_536_000 if IS_SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF: Final = True
SECURE_REFERRER_POLICY: Final = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY: Final = "same-origin"
X_FRAME_OPTIONS: Final = "DENY"
CONTENT_SECURITY_POLICY: Final = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# A request holds one document or one page of a form; a table of people is read as a file.
DATA_UPLOAD_MAX_MEMORY_SIZE: Final = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS: Final = 5_000
# Files are bounded as they come; what is kept of them is for this process alone to read.
FILE_UPLOAD_HANDLERS: Final = [
    "testamur_web.config.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS: Final = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS: Final = 0o700

# ---------------------------------------------------------------------------------------- mail

EMAIL_BACKEND: Final = read_text(
    "EMAIL_BACKEND", default="django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH: Final = DATA_DIR / "mail"
EMAIL_HOST: Final = read_text("EMAIL_HOST", default="localhost")
EMAIL_PORT: Final = read_number("EMAIL_PORT", default=25)
EMAIL_HOST_USER: Final = read_text("EMAIL_USER", default="")
EMAIL_HOST_PASSWORD: Final = read_secret("EMAIL_PASSWORD") or ""
EMAIL_USE_TLS: Final = read_flag("EMAIL_TLS", default=False)
DEFAULT_FROM_EMAIL: Final = read_text("EMAIL_FROM", default="testamur@localhost")

# -------------------------------------------------------------------------------- what is served

# An address means one thing: a route is written with or without its slash, and no redirect guesses.
APPEND_SLASH: Final = False
STATIC_URL: Final = "/static/"
# Read from the package itself, so that an install needs no step that copies files.
WHITENOISE_USE_FINDERS: Final = True
WHITENOISE_MAX_AGE: Final = 3600

# VC-API is served where this names the folder of its keys and status lists; `testamur vc-api` does.
VC_API_STATE: Final = read_text("VC_API_STATE", default="")
VC_API_URL: Final = read_text("VC_API_URL", default="https://localhost:8443").rstrip("/")

# ------------------------------------------------------------------------------ words and moments

USE_I18N: Final = True
LANGUAGE_CODE: Final = "en-gb"
LANGUAGES: Final = [("en-gb", _("English"))]
USE_TZ: Final = True
TIME_ZONE: Final = "UTC"

# ----------------------------------------------------------------------------------------- log

_LOG_STEPS: Final[list[Any]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_LOG_STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _LOG_STEPS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": read_text("LOG_LEVEL", default="WARNING")},
    "loggers": {
        # What a browser asked for wrongly is in the line of its request.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "testamur.request": {"level": read_text("LOG_LEVEL", default="INFO")},
    },
}
