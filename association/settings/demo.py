"""The demo association on one's own machine: `make run`. Never for real data."""

from association.settings.base import *  # noqa: F403 -- settings modules extend one another
from association.settings.environment import env

DEMO = True
SECRET_KEY = DEMO_SECRET_KEY  # noqa: F405
ALLOWED_HOSTS = ["*"]
# Without TLS: passkeys work on localhost then.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ICP_NUMBER = ICP_NUMBER or "示ICP备00000000号"  # noqa: F405
WAGTAIL_SITE_NAME = "示范区民办教育协会"
# Letters and short messages onto the terminal.
MESSAGE_ADAPTERS = env.list(
    "MESSAGE_ADAPTERS",
    [
        "association.messaging.adapters.mail.MailAdapter",
        "association.messaging.adapters.console.ConsoleAdapter",
    ],
)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
