from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.sealing import encrypt_anew

SEALED = ("secret", "seed")  # in the data of an app and of recovery codes


class Command(BaseCommand):
    help = "Encrypts the secrets of second factors under the present SECRET_KEY."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Encrypt them anew, all or none. Raises InvalidToken where no key fits."""
        rows = Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN)
        for row in rows:
            row.data |= {key: encrypt_anew(row.data[key]) for key in SEALED if key in row.data}
            row.save(update_fields=["data"])
        self.stdout.write(_("%(count)d secrets are sealed anew.") % {"count": len(rows)})
