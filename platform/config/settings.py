"""All settings in one file, read from the environment.

Secrets have no default outside the demo: a production process without them does not start.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import sentry
from config.logs import is_news

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]
# Files that a running installation writes: collected static files, and in the demo its mails.
VAR = Path(env.str("VAR", default=str(ROOT / "var")))

# The demo brings its own data, sign-ins, mail page and a clock that can be moved.
DEMO = env.bool("DEMO", default=False)


def secret(name: str) -> str:
    """A secret from the environment; only the demo may do without."""
    value: str = env.str(name, default=f"only-for-the-demo-{name}") if DEMO else env.str(name)
    if not value:
        # Set to nothing is not set: a receipt that is keyed with nothing can be made by anybody.
        raise ImproperlyConfigured(f"Set the {name} environment variable")
    return value


SECRET_KEY = secret("SECRET_KEY")
# Receipts are keyed apart from sessions, so that changing SECRET_KEY loses no reporter their case.
RECEIPT_KEY = secret("RECEIPT_KEY")

# --- Hosts -----------------------------------------------------------------------------------------------
# The shared site is BASE_HOST, a tenant <slug>.BASE_HOST.
BASE_HOST = env.str("BASE_HOST", default="samsyn.localhost" if DEMO else environ.Env.NOTSET)
BASE_PORT = env.int("BASE_PORT", default=0)
HTTPS = env.bool("HTTPS", default=not DEMO)
ALLOWED_HOSTS = [BASE_HOST, f".{BASE_HOST}", "localhost", "127.0.0.1"]
ROOT_URLCONF = "config.urls"
PUBLIC_SCHEMA_URLCONF = "config.public_urls"
WSGI_APPLICATION = "config.wsgi.application"

# Closes every page while the database is being worked on.
MAINTENANCE = env.bool("MAINTENANCE", default=False)

# Who runs the shared site, for its footer and its pages on accessibility and personal data.
OPERATOR_NAME = env.str("OPERATOR_NAME", default="Samsyn")
OPERATOR_CONTACT = env.str("OPERATOR_CONTACT", default="")
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", default="")
OPERATOR_PHONE = env.str("OPERATOR_PHONE", default="")

# --- Apps ------------------------------------------------------------------------------------------------
# A Django app is either shared or tenant, so the border between public and tenant is an app border.
SHARED_APPS = [
    "django_tenants",
    "tenants",
    "accounts",
    "ui",
    *(["demo"] if DEMO else []),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # For its templates of widgets, behind those of ui.
    "django.forms",
    "django_htmx",
    # For `manage.py spectacular`. DRF itself is no app here: its catalogue would reword Django's messages.
    "drf_spectacular",
    "workflows.masking",
    "workflows.presets",
    "reporting.publication",
    "reporting.dashboards",
]
TENANT_APPS = [
    "workflows.outbox",
    "workflows.bodies",
    "workflows.questions",
    "workflows.chains",
    "workflows.cases",
    "workflows.intake",
    "workflows.builder",
    "workflows.measures",
    "reporting.contributions",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
# Without this every query is two: the search path is set once per connection and tenant.
TENANT_LIMIT_SET_CALLS = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ui.maintenance.MaintenanceMiddleware",
    # Which organisation is there today depends on the day.
    *(["demo.middleware.TimeMiddleware"] if DEMO else []),
    "tenants.middleware.HostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reporting.dashboards.navigation.navigation",
                *(["demo.strip.strip"] if DEMO else []),
            ],
        },
    },
]
FORM_RENDERER = "ui.forms.Renderer"

# --- Database, cache, tasks ------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres:///samsyn" if DEMO else environ.Env.NOTSET),
        "ENGINE": "tenants.database",
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    },
}
# A query that is asked again has been read and planned: half of what the server had to do for a page.
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=2)
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

REDIS_URL = env.str("REDIS_URL", default="redis://localhost/0" if DEMO else environ.Env.NOTSET)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    },
    # For what is one over all tenants and never about one of them, as a budget of attempts to sign in.
    "shared": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "shared",
    },
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CONSUMER = "config.celery:Consumer"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Stockholm"
# How often the clock asks the database what is due, in seconds.
CLOCK_SECONDS = env.int("CLOCK_SECONDS", default=60)
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": CLOCK_SECONDS, "options": {"expires": CLOCK_SECONDS}}
    for name, task in {
        "send mails": "workflows.cases.tasks.send_mails",
        "mind owners": "workflows.cases.tasks.mind_owners",
        "mind dates": "workflows.cases.tasks.mind_dates",
        "mind measures": "workflows.measures.tasks.mind_measures",
        # Last, so that what it notes has been done.
        "tick": "tenants.tasks.tick",
    }.items()
}
# Years before this one are published by quarter alone: where many come at once, as in the demo, a machine
# would be busy with them for an hour.
YEARS_FROM = env.int("YEARS_FROM", default=0)
# On the shared tables, once and not in every organisation.
if env.bool("RELEASES", default=True):
    CELERY_BEAT_SCHEDULE["mind releases"] = {
        "task": "reporting.publication.tasks.mind_releases",
        "schedule": CLOCK_SECONDS,
        "options": {"expires": CLOCK_SECONDS},
        "tenant_schemas": ["public"],
    }

# --- Who a person is -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "organisations"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
# The session says who you are on every host; membership and seat are asked at every request.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "samsyn"
SESSION_COOKIE_DOMAIN = BASE_HOST
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "ui.errors.csrf_failure"

# --- The JSON door ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["ui.problems.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "ui.problems.AlwaysJson",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ui.problems.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samsyn",
    "DESCRIPTION": "Samma dörrar som sidorna: var och en läser och gör det som platsen ger.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ui.documentation.without_docstrings",
    ],
    "SORT_OPERATIONS": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "State": "workflows.cases.representation.STATES",
        "Track": "workflows.cases.representation.TRACKS",
        "YesPartlyNo": "workflows.measures.representation.ANSWERS",
    },
}

# --- Language and time -----------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "platform" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Files -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATIC_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- Security --------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_SSL_REDIRECT = HTTPS
# A probe inside the network asks without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# How many proxies of our own stand before the web processes: their word on the sender's address is taken.
PROXIES = env.int("PROXIES", default=0)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = bool(SECURE_HSTS_SECONDS)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Mail ------------------------------------------------------------------------------------------------
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
else:
    vars().update(env.email_url("EMAIL_URL"))
# Seconds: a mail server that hangs must not hold the clock.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default=f"Samsyn <svara-inte@{BASE_HOST}>")

# --- Logs: never a query string, never a secret part of a path, never what somebody wrote ------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.Formatter", "format": "%(levelname)s %(name)s %(message)s"}},
    "filters": {"news": {"()": "django.utils.log.CallbackFilter", "callback": is_news}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["news"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # These name the whole path.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        "tenant_schemas_celery": {"level": "WARNING"},
        # Each style that it does not know, and each table of a font, at every form that is drawn.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    sentry.start(SENTRY_DSN)
