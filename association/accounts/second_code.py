"""Codes of the second factor: from the app, or one of the recovery codes."""

import time

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, validate_totp_code
from allauth.mfa.utils import decrypt
from django.conf import settings

from association.accounts.attempts import CODE_USED
from association.accounts.models import User
from association.core.limits import spend

STEP = 30  # seconds (RFC 6238)


def find_by_code(user: User, code: str) -> Authenticator | None:
    """Return the authenticator of a person that a code is right for, and use the code up."""
    rows = {row.type: row for row in Authenticator.objects.filter(user=user)}
    app = rows.get(Authenticator.Type.TOTP)
    if app is not None and _is_of_the_app(app, code):
        return app
    codes = rows.get(Authenticator.Type.RECOVERY_CODES)
    if codes is not None and codes.wrap().validate_code(code):
        return codes
    return None


def _is_of_the_app(app: Authenticator, code: str) -> bool:
    if not validate_totp_code(decrypt(app.data["secret"]), code):
        return False
    return use_up(app, code)


def use_up(app: Authenticator, code: str) -> bool:
    """Use a right code of an app up. Says whether it was still unused.

    Whoever looks over a shoulder has the same half minute (RFC 6238, 5.2). In the demo everybody
    shares the accounts, and sees the code anyway.
    """
    return settings.DEMO or not spend(CODE_USED, str(app.pk), normalize_user_code(code))


def demo_code(user: User) -> str:
    """Return the present code of a demo account's app, as "123 456"; empty outside of the demo."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if not settings.DEMO or app is None:
        return ""
    value = hotp_value(decrypt(app.data["secret"]), int(time.time()) // STEP)
    code = format_hotp_value(value)
    return f"{code[:3]} {code[3:]}"
