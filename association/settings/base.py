"""What every installation shares. What differs comes from the environment (see .env.example)."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from association.settings.databases import database_settings
from association.settings.environment import env

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.str("VAR_DIR", str(ROOT / "var")))

DEMO = False
DEBUG = False
DEMO_SECRET_KEY = "demo-key-for-the-demo-association-only"  # noqa: S105 -- refused in production

# -- where the site lives --------------------------------------------------------------------------

SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# How many proxies of ours stand in front, each of which writes to X-Forwarded-For. 0: none.
PROXIES = env.int("PROXIES", None)
ROOT_URLCONF = "association.urls"
WSGI_APPLICATION = "association.wsgi.application"
ICP_NUMBER = env.str("ICP_NUMBER", "")

# -- applications ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "association.core",
    "association.accounts",
    "association.messaging",
    "association.alliances",
    "association.pledges",
    "association.plaques",
    "association.peer_review",
    "association.violations",
    "home",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "association.accounts.users_app.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "django_filters",
    "modelcluster",
    "taggit",
    "laces",
    "guardian",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "association.core.origin.RequestNumberMiddleware",
    # Outside of whatever can refuse or fail, so that no answer misses them.
    "association.core.middleware.SecurityHeadersMiddleware",
    "association.core.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "association.core.middleware.OfferedMethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "association.core.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "association.core.downloads.DownloadsAreActsMiddleware",
    "association.core.middleware.PersonalPagesAreNotStoredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "association.accounts.middleware.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "association.core.unreadable.UnreadableInputMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "association.core.context_processors.association",
            ],
        },
    },
]

# Widgets are drawn from our templates too: some of Wagtail's carry inline scripts.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data ------------------------------------------------------------------------------------------

DATABASES = {
    "default": database_settings(env.str("DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")

# Nothing that decides what the public sees is ever read from a cache (see docs/adr/0002).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
if REDIS_URL := env.str("REDIS_URL", ""):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

TASKS = {
    "default": {
        "BACKEND": {
            "database": "django_tasks_db.DatabaseBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[env.str("TASKS", "database")],
    }
}

# -- people ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "association.accounts.passwords.NotMadeOfNamesValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:my_desk"
LOGOUT_REDIRECT_URL = "/"
# django-allauth works behind our own pages (docs/adr/0012). Its limits live in a cache that every
# worker has for itself: they are off, and those of accounts.attempts are in the database.
ACCOUNT_ADAPTER = "association.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "association.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half minutes that a phone's clock may be off
# Keys that were replaced: what they signed or sealed can still be read (docs/development.md).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])

# -- language and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
# The second mends what Django and Wagtail leave in English; it is written by hand.
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale/frameworks"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# -- files -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "association" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
PRIVATE_ROOT = VAR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# -- walls -----------------------------------------------------------------------------------------

_PAGES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _PAGES}
# Wagtail's editor puts style elements into the page and shows previews in frames (docs/adr/0013).
CONTENT_SECURITY_POLICY_OF_ADMIN = _PAGES | {
    "style-src": [SELF, UNSAFE_INLINE],
    "style-src-attr": [NONE],
    # `return;`, by which the tool to cut pictures finds out whether there is a touch screen.
    "script-src-attr": ["'unsafe-hashes'", "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}
CONTENT_SECURITY_POLICY_OF_FILES = {
    "default-src": [NONE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
WHITENOISE_ALLOW_ALL_ORIGINS = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# In the session, not in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- mail ------------------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "association@localhost")
# By what ways messages leave the house (docs/messages.md); the desk shows them all.
MESSAGE_ADAPTERS = env.list("MESSAGE_ADAPTERS", ["association.messaging.adapters.mail.MailAdapter"])
# No telephone rings before the first or from the last hour on.
MESSAGE_PHONE_HOURS = env.list("MESSAGE_PHONE_HOURS", [8, 21], subcast=int)
# After so long a worker that has not come back is taken for dead; longer than any way may take.
MESSAGE_LEASE_SECONDS = env.int("MESSAGE_LEASE_SECONDS", 600)
MESSAGE_FOLDER = env.str("MESSAGE_FOLDER", str(VAR / "messages"))
MESSAGE_GATEWAY_URL = env.str("MESSAGE_GATEWAY_URL", "")
MESSAGE_GATEWAY_TOKEN = env.str("MESSAGE_GATEWAY_TOKEN", "")

# -- Wagtail ---------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = env.str("SITE_NAME", "民办教育协会")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "accounts:sign_in"
# A save that was on its way while an approval was granted would take the approval back.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Password and e-mail address are changed on our own page, which asks for proof and tells the owner.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "association.core.uploads.forms.PaperForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = False  # our own policy of files is tighter
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "association.core.uploads.forms.PictureForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "association.core.search_backend"}}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = "wagtail.search.backends.database"

# -- the association's own rules -------------------------------------------------------------------

# For each series: what the typed number begins with, and the pattern of the printed one.
PLAQUE_NUMBER_FORMATS = {
    "main": (
        env.str("PLAQUE_NUMBER_PREFIX", "SC"),
        env.str("PLAQUE_NUMBER_CHINESE", "示诚({year})第{sequence:04d}号"),
    ),
    "campus": (
        env.str("PLAQUE_CAMPUS_NUMBER_PREFIX", "SF"),
        env.str("PLAQUE_CAMPUS_NUMBER_CHINESE", "示诚分({year})第{sequence:04d}号"),
    ),
}
PLAQUE_HANG_DAYS = env.int("PLAQUE_HANG_DAYS", 30)
PLAQUE_TAKE_DOWN_DAYS = env.int("PLAQUE_TAKE_DOWN_DAYS", 10)
PLAQUE_COUNT_SECONDS = 10  # how long scan counts may wait in memory; 0 writes each at once
PLEDGE_RECEIPT_PREFIX = env.str("PLEDGE_RECEIPT_PREFIX", "CN")
# How a filing is numbered on paper, from its year and sequence.
FILING_NUMBER_CHINESE = env.str("FILING_NUMBER_CHINESE", "示民协备〔{year}〕{sequence}号")
# Signs filings, receipts and certificates: 32 random bytes in base64. Without it, one made from
# SECRET_KEY. Retired: public keys that signed before, of each the line in the middle of its PEM.
SIGNING_KEY = env.str("SIGNING_KEY", "")
SIGNING_KEYS_RETIRED = env.list("SIGNING_KEYS_RETIRED", [])
PLEDGE_UNDO_MINUTES = env.int("PLEDGE_UNDO_MINUTES", 10)
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)
# The district's extent in WGS-84 degrees: coordinates outside draw a warning, never a refusal.
DISTRICT_LATITUDES = env.list("DISTRICT_LATITUDES", [36.60, 36.82], subcast=float)
DISTRICT_LONGITUDES = env.list("DISTRICT_LONGITUDES", [119.05, 119.27], subcast=float)
