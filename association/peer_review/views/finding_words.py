"""Where a finding stands and who acts next, in sentences for everybody who reads it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.peer_review.enums import ExtensionState, FindingStatus
from association.peer_review.models import Finding
from association.peer_review.selectors.clocks import earliest_recheck


def standing_of(finding: Finding) -> list[str]:
    """Return sentences that say what happens next with a finding, and by whom."""
    if finding.own:
        return [_own(finding)]
    if finding.status == FindingStatus.OPEN:
        return _to_mend(finding)
    return [_others(finding)]


def _own(finding: Finding) -> str:
    if finding.is_unfinished:
        return _(
            "The school noted this about itself and mends it by %(day)s, a day it sets itself. It "
            "closes it itself. It is never public."
        ) % {"day": date_format(finding.due_on)}
    return _(
        "The school noted this about itself, mended it, and closed it on %(day)s. It is never "
        "public."
    ) % {"day": date_format(finding.closed_on)}


def _to_mend(finding: Finding) -> list[str]:
    if finding.is_overdue:
        return [_overdue(finding)]
    told = [
        _(
            "The school mends this by %(day)s and shows so here. Then somebody looks again who did "
            "not note it."
        )
        % {"day": date_format(finding.due_on)}
    ]
    if finding.extension == ExtensionState.ASKED:
        asked = _(
            "It asks for time until %(day)s; the alliance's lead or the secretariat decides. "
            "Until then nothing is overdue."
        )
        told.append(asked % {"day": date_format(finding.extension_until)})
    return told


def _overdue(finding: Finding) -> str:
    days = {"day": date_format(finding.due_on), "later": date_format(finding.escalates_on)}
    if finding.is_long_overdue:
        return _(
            "The last day was %(day)s, and the secretariat speaks with the school. Once the school "
            "shows that it is mended, somebody looks again who did not note it."
        ) % {"day": days["day"]}
    return (
        _(
            "The last day was %(day)s, and the alliance's lead speaks with the school; from "
            "%(later)s on the secretariat does. Once the school shows that it is mended, somebody "
            "looks again who did not note it."
        )
        % days
    )


def _others(finding: Finding) -> str:
    if finding.status == FindingStatus.CONTESTED:
        return _(
            "The school asks to correct the facts. The alliance's lead or the secretariat decides, "
            "and nobody who noted it. Until then nothing need be mended, and nothing is public."
        )
    if finding.status == FindingStatus.MENDED:
        return _(
            "The school showed that it is mended. From %(day)s on somebody can look again: the "
            "alliance's lead, one of its visitors or the secretariat, but not who noted it, and "
            "nobody with a tie to the school."
        ) % {"day": date_format(earliest_recheck(finding))}
    if finding.status == FindingStatus.WITHDRAWN:
        return _(
            "The facts were wrong, so this fell away on %(day)s. It stays on record here and "
            "stands on no public page."
        ) % {"day": date_format(finding.closed_on)}
    return _("Somebody looked again and closed this on %(day)s. It holds now.") % {
        "day": date_format(finding.closed_on)
    }
