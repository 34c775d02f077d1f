"""Settings of the portal, all from the environment (docs/operations.md lists the variables).

The defaults serve development on one's own machine. With PRODUCTION=1 nothing that protects people has a default.
"""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from bkpsdm.lib import env

BASE_DIR = Path(__file__).resolve().parent.parent

# -- What kind of installation this is

PRODUCTION = env.flag("PRODUCTION")
DEMO_MODE = env.flag("DEMO_MODE")
DEBUG = env.flag("DEBUG")
if PRODUCTION and (DEMO_MODE or DEBUG):
    raise ImproperlyConfigured("PRODUCTION=1 refuses DEMO_MODE and DEBUG: demo logins are known to everybody.")

SECRET_KEY = env.text("SECRET_KEY", None if PRODUCTION else "only-for-development-" + "x" * 40)
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
SITE_URL = env.text("SITE_URL", None if PRODUCTION else "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1],testserver")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))

# -- Parts

INSTALLED_APPS = [
    "bkpsdm",
    "accounts",
    "services",
    "neutrality",
    "announcements",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_prose_editor",
    "js_asset",
    "pgtrigger",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bkpsdm.lib.http.SafetyHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bkpsdm.lib.http.PersonalPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.SecondFactorDemand",
]

ROOT_URLCONF = "bkpsdm.urls"
WSGI_APPLICATION = "bkpsdm.wsgi.application"
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
                "bkpsdm.context.portal",
            ],
            "builtins": ["bkpsdm.templatetags.portal"],
        },
    }
]

# -- Stores

# Threads of the web server share a bounded pool; Celery throws a pool away between tasks, so there the
# connection is kept instead (docs/decisions/0005-connections.md). wsgi.py sets the size.
DATABASES = {"default": env.database("DATABASE_URL")}
if DATABASE_POOL_SIZE := env.number("DATABASE_POOL_SIZE", 0):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DATABASE_POOL_SIZE}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
# The styles and scripts of the portal change names with their content, so they may be kept for a year.
WHITENOISE_MAX_AGE = 3600

# -- Language and time

LANGUAGE_CODE = "id"
TIME_ZONE = env.text("TIME_ZONE", "Asia/Jakarta")
FORMAT_MODULE_PATH = ["bkpsdm.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# -- People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.FamiliarWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# NIPs can be guessed, so a low limit by account would let a stranger lock a person out; one address may be a
# whole office or hall, so the limit by address is generous.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/m/ip,30/300s/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
}
# How many proxies of ours stand before the portal: which address of X-Forwarded-For is the visitor's.
# How long after a proof of who one is an export, a revocation or a change of keys needs no new one.
STEP_UP_SECONDS = ACCOUNT_REAUTHENTICATION_TIMEOUT = env.number("STEP_UP_SECONDS", 900)
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

# Second factors: offered to all, demanded of every role in production (docs/decisions/0015-the-way-in.md).
DEMAND_SECOND_FACTOR = env.flag("DEMAND_SECOND_FACTOR", PRODUCTION)
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
    "login_webauthn": "accounts.forms.PasskeyLoginForm",
    "authenticate_webauthn": "accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
# On one's own machine there is no certificate; the browser itself still ties each passkey to its host.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}

# Single sign-on by OpenID Connect, such as that of ASN Digital (docs/operations.md). Nobody gets in who does not
# stand in the roster.
OIDC_ISSUER = env.text("OIDC_ISSUER", "").rstrip("/")
OIDC_ORIGIN = ["/".join(OIDC_ISSUER.split("/")[:3])] if OIDC_ISSUER else []
OIDC_NAME = env.text("OIDC_NAME", "SSO")
OIDC_NIP_CLAIM = env.text("OIDC_NIP_CLAIM", "nip")
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": OIDC_NAME,
            "client_id": env.text("OIDC_CLIENT_ID", None),
            "secret": env.text("OIDC_CLIENT_SECRET", None),
            "settings": {"server_url": OIDC_ISSUER},
        }
    ]

# -- Messages

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", None if PRODUCTION else "portal@contoh.invalid")
EMAIL_BACKEND = "bkpsdm.lib.mailbox.Mailbox" if DEMO_MODE else "django.core.mail.backends.smtp.EmailBackend"
MAILBOX_DIR = DATA_DIR / "mail"
# After how many days the words of a message that was told are emptied; the proof stays.
NOTICE_RETENTION_DAYS = env.number("NOTICE_RETENTION_DAYS", 30)
# After how many days the rows of an import are deleted; how many there were of each kind stays.
IMPORT_RETENTION_DAYS = env.number("IMPORT_RETENTION_DAYS", 30)

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page never waits for the broker: what could not be enqueued is drained by beat.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 100
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    # after midnight: a pause grew by a day, or a calendar was entered
    "recount-deadlines": {"task": "services.tasks.recount_deadlines", "schedule": crontab(hour=0, minute=10)},
    # every hour: silence, and in office hours what is due and what is overdue
    "keep-silence": {"task": "services.tasks.keep_silence", "schedule": crontab(minute=35)},
    "remind": {"task": "services.tasks.remind", "schedule": crontab(minute=40)},
    # every minute: what was lost on the way to the broker, or is due only now
    "drain-outbox": {"task": "accounts.tasks.drain_outbox", "schedule": 60.0},
    "seal-activities": {"task": "accounts.tasks.seal_activities", "schedule": 60.0},
    "beat-heart": {"task": "accounts.tasks.beat_heart", "schedule": 60.0},
    # every hour, for the newest weekly moment: a beat that was away at that moment delays the digests by no week
    "send-digests": {"task": "accounts.tasks.send_digests", "schedule": crontab(minute=35)},
    # every minute: codes that the broker lost; at night: what helped people in and is of no use any more
    "send-activation-codes": {"task": "accounts.tasks.send_activation_codes", "schedule": 60.0},
    "forget-entries": {"task": "accounts.tasks.forget_entries", "schedule": crontab(hour=2, minute=20)},
    "forget-messages": {"task": "accounts.tasks.forget_messages", "schedule": crontab(hour=2, minute=10)},
    # every minute: files whose first call to a worker was lost
    "read-imports": {"task": "accounts.tasks.read_imports", "schedule": 60.0},
    "forget-imports": {"task": "accounts.tasks.forget_imports", "schedule": crontab(hour=2, minute=20)},
    "publish-articles": {"task": "announcements.tasks.publish_articles", "schedule": 60.0},
    # every hour: people who joined, moved or left since the invitation of an event that is still to come
    "refresh-attendances": {"task": "neutrality.tasks.refresh_attendances", "schedule": 3600.0},
}

# -- Safety in the browser (docs/decisions/0006-content-security-policy.md)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        # The form that leads to the single sign-on is answered by a redirect to it.
        "form-action": [SELF, *OIDC_ORIGIN],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "bkpsdm.views.csrf_failed"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(readyz|freshz)$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# -- What is written down

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "bkpsdm.lib.logs.HideSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # It quotes the broken files that it reads, and those are of people.
        "pypdf": {"level": "CRITICAL"},
    },
}
