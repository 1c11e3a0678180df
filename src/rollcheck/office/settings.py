"""Django's settings, from the environment at the process's edge.

| variable | what it is |
|---|---|
| ``ROLLCHECK_DATA`` | the data folder |
| ``DATABASE_URL`` | a PostgreSQL database; without it SQLite in the data folder |
| ``ROLLCHECK_HOSTS`` | host names that the office is reached by, commas between; or this machine |
| ``ROLLCHECK_HTTPS`` | ``1`` where pages reach people by HTTPS only |
| ``ROLLCHECK_PROXIES`` | how many reverse proxies stand in front; default 0 |
| ``ROLLCHECK_OIDC`` | a TOML file that names an office's own directory |

``checkpoints.configured`` has those about signing the record.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from rollcheck.office.checkpoints.configured import signing_of
from rollcheck.office.directory import origins, read_directory
from rollcheck.office.place import place_of

PLACE = place_of(os.environ)
SIGNING = signing_of(os.environ)
HTTPS = os.environ.get("ROLLCHECK_HTTPS") == "1"
PROXIES = int(os.environ.get("ROLLCHECK_PROXIES", "0"))

SECRET_KEY = PLACE.secret()
DEBUG = False
ALLOWED_HOSTS = [
    name.strip()
    for name in os.environ.get("ROLLCHECK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if name.strip()
]
SITE_NAME = "Rollcheck"

INSTALLED_APPS = [
    "rollcheck.office.acts",
    "rollcheck.office.people",
    "rollcheck.office.petitions",
    "rollcheck.office.tasks",
    "rollcheck.office.rolls",
    "rollcheck.office.receiving",
    "rollcheck.office.connecting",
    "rollcheck.office.checkpoints",
    "rollcheck.office.keeping",
    "rollcheck.office.keying",
    "rollcheck.office.proposals",
    "rollcheck.office.review",
    "rollcheck.office.defects",
    "rollcheck.office.duplicates",
    "rollcheck.office.learning",
    "rollcheck.office.handing_back",
    "rollcheck.office.retention",
    "rollcheck.office.watching",
    "rollcheck.office.certifying",
    "rollcheck.office.pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rollcheck.office.pages.guarding.NotStored",
    "rollcheck.office.pages.guarding.OneEncoding",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rollcheck.office.pages.guarding.OwnPagesOnly",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "rollcheck.office.people.middleware.ReadOnce",
    "rollcheck.office.people.middleware.SignedInOnly",
    "rollcheck.office.people.middleware.KeepableOnly",
]
FORM_RENDERER = "rollcheck.office.pages.renderer.OfficeForms"
ROOT_URLCONF = "rollcheck.office.urls"
WSGI_APPLICATION = "rollcheck.office.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rollcheck.office.pages.context.of_the_page",
            ]
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# BEGIN IMMEDIATE takes the write lock at once, so that two acts queue instead of failing; the
# log in write-ahead mode lets people read meanwhile.
SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": PLACE.sqlite_path,
    # Opening one anew for each request costs as much as what most requests ask.
    "CONN_MAX_AGE": 600,
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    },
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(PLACE.database_url, conn_max_age=600, conn_health_checks=True)
    if PLACE.database_url
    else SQLITE
}
CACHES = {
    # In the database, so that failed attempts to sign in are counted once for all processes.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "pages_cache",
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["rollcheck.office.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = os.environ.get("ROLLCHECK_TIME_ZONE", "UTC")

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "rollcheck.office.people.adapter.OfficeAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_FORMS = {"login": "rollcheck.office.people.sign_in_form.SignIn"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/15m/key"}
SOCIALACCOUNT_ADAPTER = "rollcheck.office.people.adapter.DirectoryAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = read_directory(os.environ.get("ROLLCHECK_OIDC"))
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_ADAPTER = "rollcheck.office.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Passkeys need HTTPS, but browsers take this machine itself for safe.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = SITE_NAME

SESSION_COOKIE_AGE = 10 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rollcheck.office.pages.errors.forged"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        # Signing in through the directory is a form that leads there.
        "form-action": [SELF, *origins(SOCIALACCOUNT_PROVIDERS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["rollcheck.office.receiving.uploads.ToDataFolder"]

# A log line names the request and what went wrong, never what somebody typed; what templates say
# for debugging repeats what a page shows.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "rollcheck.office.pages.logs.WithoutData",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.template": {"level": "INFO"},
        "rollcheck": {"handlers": ["console"], "level": "WARNING"},
        "waitress": {"handlers": ["console"], "level": "WARNING"},
    },
}
