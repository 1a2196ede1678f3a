"""Settings of the running product; everything that differs by site is in the environment."""

from __future__ import annotations

from pathlib import Path

from casework.config import embedded_database, environment, identity_providers, sealing

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(environment.text("HOLDFAST_VAR", str(ROOT / "var")))
"""Everything that the product writes: database, outbox, uploads, logs."""
POLICY = Path(environment.text("HOLDFAST_POLICY", str(ROOT / "policy")))

DEMO = environment.flag("HOLDFAST_DEMO")
"""Invented people, one sign-in button for each kind of user, mail into a folder."""
DEBUG = environment.flag("HOLDFAST_DEBUG")
SECRET_KEY = environment.secret("HOLDFAST_SECRET_KEY", VAR / "secret-key")
ALLOWED_HOSTS = environment.text("HOLDFAST_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SEALING_KEYS = sealing.keys(
    "HOLDFAST_SEALING_KEYS",
    VAR / "sealing-keys",
    make=DEBUG or DEMO or environment.flag("HOLDFAST_FIRST_KEYS"),
)
"""What seals the most sensitive texts; kept apart from the database and its backups. A live
service never makes one by itself: `holdfast set_up` does, for a site that has none."""
AUDIT_KEYS = sealing.keys("HOLDFAST_AUDIT_KEY", VAR / "audit-key")
"""What seals the entries of the audit; the first seals, all verify."""
ANCHORS = environment.text("HOLDFAST_ANCHORS", str(VAR / "anchors"))
"""A folder or an https address to which the ends of the audit's chains are written."""
CERTIFICATES = environment.text("HOLDFAST_CERTIFICATES", str(VAR / "certificates"))
"""A folder to which the certificates of disposal are written, apart from the backups."""
SITE_ADDRESS = environment.text("HOLDFAST_ADDRESS", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
ENCRYPTED = SITE_ADDRESS.startswith("https://")
"""Whether people reach the site by https: a proxy in front takes care of it."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
    "casework.config.apps.Config",
    "casework.web",
    "casework.documents",
    "casework.notices",
    "casework.audit",
    "casework.agencies",
    "casework.subjects",
    "casework.access",
    "casework.chronology",
    "casework.sharing",
    "casework.concerns",
    "casework.plans",
    "casework.meetings",
    "casework.retention",
    "casework.disclosure",
    "casework.worklists",
    "casework.exchange",
]

MIDDLEWARE = [
    "casework.config.headers.Headers",
    "casework.config.methods.Methods",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "casework.agencies.middleware.PostInForce",
]

ROOT_URLCONF = "casework.config.urls"
WSGI_APPLICATION = "casework.config.wsgi.application"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "casework.web.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "casework.agencies.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "casework.web.forms.Renderer"

# --- the database ---------------------------------------------------------------------

DATABASE_ROLE = environment.text("HOLDFAST_DATABASE_ROLE", "runtime")
"""`owner` for migrations, `runtime` for everything else; the runtime role owns nothing."""
_url = environment.text("DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL", "")
DATABASES = {
    "default": environment.database(_url)
    if _url
    else {
        "ENGINE": "casework.config.postgresql",
        "NAME": embedded_database.DATABASE,
        "USER": embedded_database.OWNER if DATABASE_ROLE == "owner" else embedded_database.RUNTIME,
        "EMBEDDED_IN": str(VAR / "database"),
    }
}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "agencies_attempts",
    }
}
"""Only attempts to sign in are counted here, so that all processes count together."""

# --- signing in -----------------------------------------------------------------------

AUTH_USER_MODEL = "agencies.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "casework.agencies.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "casework.agencies.account_forms.SignInForm",
    "reauthenticate": "casework.agencies.account_forms.AgainForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
"""Seconds after which a step that asks again who one is does ask."""
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
"""The address is that of a whole office; the key is an account in one browser."""
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("HOLDFAST_PROXIES", "1" if ENCRYPTED else "0"))
"""How many proxies add an address to X-Forwarded-For; without it all would count as one."""
ACCOUNT_SESSION_REMEMBER = False
SECOND_FACTOR_REQUIRED = environment.flag("HOLDFAST_SECOND_FACTOR", default=not DEMO)
"""Whether a password alone opens nothing but the page on which one adds a second factor."""
MFA_ADAPTER = "casework.agencies.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Holdfast"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "casework.agencies.factor_forms.CodeForm",
    "reauthenticate": "casework.agencies.factor_forms.CodeAgainForm",
    "activate_totp": "casework.agencies.factor_forms.AddAppForm",
    "add_webauthn": "casework.agencies.factor_forms.AddPasskeyForm",
    "authenticate_webauthn": "casework.agencies.factor_forms.PasskeyForm",
    "login_webauthn": "casework.agencies.factor_forms.PasskeySignInForm",
    "reauthenticate_webauthn": "casework.agencies.factor_forms.PasskeyAgainForm",
    "edit_webauthn": "casework.agencies.factor_forms.NamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "casework.agencies.agency_sign_in.AgencyAccountAdapter"
SOCIALACCOUNT_PROVIDERS = identity_providers.configured(
    environment.text("HOLDFAST_IDENTITY_PROVIDERS", "")
)
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "casework.agencies.password_words.NoWordsOfThePlace"},
]
SESSION_ENGINE = "casework.agencies.sessions"
SESSION_IDLE = int(environment.text("HOLDFAST_IDLE_MINUTES", "30")) * 60
"""Seconds without a step of a person after which they are signed out."""
SESSION_COOKIE_AGE = int(environment.text("HOLDFAST_SIGNED_IN_HOURS", "12")) * 60 * 60
"""Seconds after signing in at which one signs in again, whatever one does."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DORMANT_DAYS = int(environment.text("HOLDFAST_DORMANT_DAYS", "30"))
"""Days without a sign-in after which an account is closed."""
STANDBY_ACCOUNTS = environment.text("HOLDFAST_STANDBY_ACCOUNTS", "").lower().split()
"""Addresses of accounts that are used in an emergency only; they are never closed."""

# --- how often -------------------------------------------------------------------------

LIMITS = {
    "search": environment.limit("HOLDFAST_LIMIT_SEARCH", "60/10"),
    "export": environment.limit("HOLDFAST_LIMIT_EXPORT", "60/60"),
    "import": environment.limit("HOLDFAST_LIMIT_IMPORT", "30/60"),
}
"""How often one account may do each: so many times in so many minutes."""

# --- language and time ----------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# --- files and mail -------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = VAR / "uploads"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 60
LARGEST_FILE = int(environment.text("HOLDFAST_FILE_MEGABYTES", "200")) << 20
LARGEST_REQUEST = int(environment.text("HOLDFAST_REQUEST_MEGABYTES", "500")) << 20
"""Bytes of one file, and of all that one form sends; more is refused before it is written."""
FILE_UPLOAD_HANDLERS = [
    "casework.config.receiving.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MAILDIR = VAR / "outbox"
EMAIL_HOST = environment.text("HOLDFAST_SMTP_HOST", "")
EMAIL_PORT = int(environment.text("HOLDFAST_SMTP_PORT", "587"))
EMAIL_HOST_USER = environment.text("HOLDFAST_SMTP_USER", "")
EMAIL_HOST_PASSWORD = environment.text("HOLDFAST_SMTP_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("HOLDFAST_SMTP_TLS", default=True)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "casework.notices.maildir.EmailBackend"
)
DEFAULT_FROM_EMAIL = environment.text("HOLDFAST_MAIL_FROM", "holdfast@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
"""Each app keeps what is done in the background in its `jobs.py`."""

# --- what the browser is told ---------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
"""Not “Strict”: one comes by a link in a mail, or back from an agency's sign-in."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENCRYPTED
SESSION_COOKIE_NAME = "__Host-session" if ENCRYPTED else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if ENCRYPTED else "csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""A message may name somebody: it has no business in a cookie."""
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENCRYPTED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENCRYPTED
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = False
"""The proxy sends people on to https: here a wrong header would send them round in a circle."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # A browser follows the form of the sign-in page on to the agency's own.
        "form-action": ["'self'", *identity_providers.addresses(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": ["'none'"],
    }
}

LOG_FORMAT = environment.text("HOLDFAST_LOG", "line")
"""`line` for people, `json` for another system that takes the lines in."""
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "casework.config.log_lines.Line"},
        "json": {"()": "casework.config.log_lines.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"casework": {"level": "INFO"}},
}
