"""Sheets of invitations as a file to print."""

from collections.abc import Sequence
from io import BytesIO

from django.http import FileResponse
from django.utils.translation import gettext as _

from association.alliances.models import Invitation
from association.alliances.slips.sheets import slip_sheets
from association.core.errors import RuleError
from association.core.models import AssociationProfile


def slip_file(invitations: Sequence[Invitation], *, name: str) -> FileResponse:
    """Return a PDF with a page for each invitation that is still open.

    invitations: each with its school. name: of the file, without ending.
    Raises RuleError where none is open, or a sheet cannot be set.
    """
    still_open = [invitation for invitation in invitations if invitation.is_open]
    if not still_open:
        raise RuleError(
            _("This invitation is no longer open, so there is nothing to print. Send a new one.")
        )
    pdf = slip_sheets(still_open, issuer=AssociationProfile.load())
    file = FileResponse(BytesIO(pdf), as_attachment=True, filename=f"{name}.pdf")
    # The codes in it are keys.
    file.headers["Cache-Control"] = "no-store, private"
    return file
