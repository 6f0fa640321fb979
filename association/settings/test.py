"""The test suite: real database, plain static files, tasks at once, cheap password hashes."""

from association.settings.base import *  # noqa: F403 -- settings modules extend one another

SECRET_KEY = "test-key"  # noqa: S105 -- no secret is kept in a test database
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "https://plaque.example"
WAGTAILADMIN_BASE_URL = SITE_URL
ICP_NUMBER = "示ICP备00000000号"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PLAQUE_COUNT_SECONDS = None  # a test that wants counts written says so
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = STORAGES | {  # noqa: F405
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MESSAGE_ADAPTERS = ["association.messaging.adapters.mail.MailAdapter"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
