"""Papers about a pledge: made once, when somebody first asks, and the same bytes ever after."""

import base64
import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from typst import TypstError

from association.core import clock
from association.core.audit import record_act
from association.core.errors import RuleError
from association.core.signing import key_id, sign
from association.core.tokens import new_token
from association.pledges.enums import PaperKind, Verb
from association.pledges.models import IssuedPaper, Pledge
from association.pledges.papers import paper_pdf
from association.pledges.papers.issuable import may_be_issued

logger = logging.getLogger(__name__)


class PaperLost(RuleError):
    """The file is gone, or is not what was issued."""


def issue_paper(*, pledge: Pledge, kind: str, acting_user: Any) -> IssuedPaper:
    """Return a paper of a pledge; the first time, make it, sign it and keep it.

    kind: a PaperKind. It is made before a row is locked, and of two who ask at once both get the
    one that was kept first. Raises RuleError while the pledge is not far enough, for a certificate
    of one not in force, and where it cannot be set.
    """
    if issued := pledge.papers.filter(kind=kind).first():
        return issued
    row = Pledge.objects.select_related("school", "covenant_version", "signature").get(pk=pledge.pk)
    _refuse_early(row, kind)
    paper = IssuedPaper(pledge=row, kind=kind, issued_at=clock.now())
    data = _made(paper)
    paper.sha256 = hashlib.sha256(data).hexdigest()
    paper.signature, paper.key = base64.b64encode(sign(data)).decode(), key_id()
    return _kept(paper, data, acting_user)


def read_paper(paper: IssuedPaper) -> bytes:
    """Return the file, byte for byte what was issued. Raises PaperLost where it is not that."""
    try:
        with paper.file.storage.open(paper.file.name) as file:
            data = file.read()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        logger.error("a signed paper is lost: %s", paper.file.name)
        raise PaperLost(
            _("The file cannot be read any more. Please call the secretariat; the pledge stands.")
        )
    return data


def _refuse_early(pledge: Pledge, kind: str) -> None:
    if may_be_issued(pledge, kind):
        return
    if kind == PaperKind.RECEIPT and pledge.can_be_undone:
        raise RuleError(
            _("The PDF is made once the pledge is handed in, or its time to undo is over.")
        )
    if kind == PaperKind.RECEIPT:
        raise RuleError(_("This signature was undone, so there is no receipt to print."))
    raise RuleError(_("A certificate is made while the pledge is accepted and its time runs."))


def _made(paper: IssuedPaper) -> bytes:
    try:
        return paper_pdf(paper)
    except (TypstError, OSError) as broken:
        logger.exception("a paper cannot be set: %s of %s", paper.kind, paper.pledge)
        raise RuleError(
            _(
                "The PDF could not be made just now. Please try again in a few minutes; your "
                "receipt on the site counts all the same."
            )
        ) from broken


@transaction.atomic
def _kept(paper: IssuedPaper, data: bytes, acting_user: Any) -> IssuedPaper:
    row = Pledge.locked(paper.pledge_id)
    if earlier := row.papers.filter(kind=paper.kind).first():
        return earlier
    _refuse_early(row, paper.kind)
    paper.file.save(f"{new_token()}.pdf", ContentFile(data), save=False)
    paper.save(force_insert=True)
    record_act(action=f"pledges.{Verb.ISSUE_PAPER}", user=acting_user, obj=paper)
    return paper
