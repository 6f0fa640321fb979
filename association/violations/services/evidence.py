"""Evidence is taken in with its checksum, and every reading of it is kept."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import record_event
from association.core.uploads.proofs import clean_proof
from association.core.workdays import add_working_days
from association.violations.enums import IN_HAND, CaseStatus, CustodyAct, Verb
from association.violations.models import Case, CaseSettings, Custody, Evidence, Statement
from association.violations.private_words import refuse_private_words
from association.violations.services.opening import in_hand


@transaction.atomic
def add_evidence(
    *, case: Case, title: str, origin: str, data: bytes, name: str, acting_user: Any
) -> Evidence:
    """Take a file in as evidence: a picture, kept without metadata, or a PDF, kept as it came.

    title: what it shows. origin: where it comes from, and of which day. name: as it was sent.
    Once the school was told, it gets its days to answer anew.
    Returns the evidence. Raises RuleError without title or origin, where they name somebody or
    repeat what was written in confidence, or for another kind of file; InvalidTransition once the
    case is being decided.
    """
    row = in_hand(case, acting_user, *IN_HAND)
    if not (title.strip() and origin.strip()):
        raise RuleError(_("Please write what it shows and where it comes from."))
    refuse_private_words(row, f"{title}\n{origin}")
    kept = keep_file(row, title=title, origin=origin, data=data, name=name, acting_user=acting_user)
    if row.status == CaseStatus.TOLD:
        _give_days_anew(row)
    record_event(
        record=row,
        verb=Verb.ADD_EVIDENCE,
        acting_user=acting_user,
        old_status=row.status,
        reason=kept.title,
    )
    return kept


@transaction.atomic
def read_evidence(*, evidence: Evidence, acting_user: Any) -> bytes | None:
    """Hand a piece of evidence out and note who read it, and whether it is what was taken in.

    Returns its bytes; None where the file is gone or was changed, which is noted as well.
    """
    kept = evidence.file
    try:
        # Asked of the storage: the row's own file may still hold what it read before.
        with kept.storage.open(kept.name) as file:
            data = file.read()
    except OSError:
        data = b""
    intact = hashlib.sha256(data).hexdigest() == evidence.digest
    Custody.objects.create(evidence=evidence, act=CustodyAct.READ, intact=intact, user=acting_user)
    return data if intact else None


def keep_file(
    case: Case,
    *,
    title: str,
    origin: str,
    data: bytes,
    name: str,
    acting_user: Any,
    statement: Statement | None = None,
) -> Evidence:
    """Keep a file with its checksum; called by the verbs, in their transaction.

    statement: beside which words the school handed it in.
    Raises RuleError for a file that is neither a picture nor a PDF, or larger than 10 MB.
    """
    clean = clean_proof(data, name)
    evidence = Evidence.objects.create(
        case=case,
        statement=statement,
        title=title.strip(),
        origin=origin.strip(),
        file=clean.as_file(),
        digest=clean.digest,
        by_school=statement is not None,
        added_by=acting_user,
    )
    Custody.objects.create(evidence=evidence, act=CustodyAct.TAKEN_IN, user=acting_user)
    return evidence


def _give_days_anew(case: Case) -> None:
    """What the school has not read it could not answer."""
    days = CaseSettings.load().answer_days
    case.answer_by = max(case.answer_by, add_working_days(clock.today(), days))
    case.answered_at, case.said_all = None, False
    case.save(update_fields=["answer_by", "answered_at", "said_all"])
