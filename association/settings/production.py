"""A real association's site. Refuses to start half-configured.

The site address, the ICP number and a secret of its own are law or safety, not taste:
互联网信息服务管理办法 art. 12 wants the number on the home page.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from association.settings import base
from association.settings.base import *  # noqa: F403 -- settings modules extend one another
from association.settings.environment import env

SECRET_KEY = env.str("SECRET_KEY")

if env.bool("DEBUG", False):
    raise ImproperlyConfigured("DEBUG must not be set in production. Remove it.")
if SECRET_KEY == base.DEMO_SECRET_KEY or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is the demo key or too short. Set 50 random characters or more."
    )
if not base.ICP_NUMBER.strip():
    raise ImproperlyConfigured("ICP_NUMBER is empty. Set the site's ICP record number.")
# Named, never defaulted: the defaults are the demo's, which `make demo` throws away.
env.str("DATABASE_URL")
env.str("VAR_DIR")
SITE_URL = env.str("SITE_URL", "").rstrip("/")
if urlsplit(SITE_URL).scheme != "https" or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured("SITE_URL must be the site's https address.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname])
WAGTAILADMIN_BASE_URL = SITE_URL
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", False) else None
)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# With this prefix browsers take a cookie from this very host alone, over TLS (RFC 6265bis 4.1.3).
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)

# Django keeps errors off the terminal when DEBUG is off; a service manager reads them there.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    # Its warnings are addresses that were not found, some of which are keys.
    "loggers": {"django.request": {"level": "ERROR"}},
}
