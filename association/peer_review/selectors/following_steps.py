"""What a lead, a visitor or the secretariat can do with a finding now, and why not."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import ExtensionState, FindingStatus
from association.peer_review.models import Finding
from association.peer_review.permissions import finding_policy
from association.peer_review.selectors.clocks import earliest_recheck
from association.peer_review.selectors.people import is_noter, refuse_tied


@dataclass(frozen=True, slots=True)
class FollowStep:
    """One act. name: of its address. serious: it ends the matter."""

    name: str
    label: str
    serious: bool = False


@dataclass(frozen=True, slots=True)
class FollowSteps:
    """What can be done, what stands against it or has to be known, in sentences."""

    steps: list[FollowStep]
    sentences: list[str]

    def __bool__(self) -> bool:
        return bool(self.steps or self.sentences)


NOTHING = FollowSteps([], [])


def steps_with(user: Any, finding: Finding) -> FollowSteps:
    """Return what a user can do with a finding, and why not more. Empty for whoever only reads."""
    decides = finding_policy.user_has_permission_for_instance(user, "decide", finding)
    rechecks = finding_policy.user_has_permission_for_instance(user, "recheck", finding)
    if not finding.is_unfinished or not (decides or rechecks):
        return NOTHING
    if is_noter(user, finding.visit):
        return FollowSteps([], [_("You noted this yourself, so somebody else decides.")])
    if _is_tied(user, finding):
        told = _("You or your school are tied to this school, so somebody else does this.")
        return FollowSteps([], [told])
    if finding.status == FindingStatus.MENDED:
        return _recheck(finding) if rechecks else NOTHING
    return _decide(finding) if decides else NOTHING


def _decide(finding: Finding) -> FollowSteps:
    if finding.status == FindingStatus.CONTESTED:
        return FollowSteps(
            [
                FollowStep("uphold_facts", _("Let the facts stand")),
                FollowStep("correct_facts", _("Correct the facts")),
                FollowStep("drop_finding", _("Let it fall away"), serious=True),
            ],
            [_("The school asks to correct the facts. Until you decide, its days do not run.")],
        )
    if finding.extension == ExtensionState.ASKED:
        asked = _("The school asks for time until %(day)s.")
        return FollowSteps(
            [
                FollowStep("grant_time", _("Grant more time")),
                FollowStep("refuse_time", _("Grant no more time")),
            ],
            [asked % {"day": date_format(finding.extension_until)}],
        )
    return FollowSteps([], [_("The school mends it now.")])


def _is_tied(user: Any, finding: Finding) -> bool:
    try:
        refuse_tied(finding.visit, user)
    except RuleError:
        return True
    return False


def _recheck(finding: Finding) -> FollowSteps:
    first = earliest_recheck(finding)
    sentences = [_("The school says that it is mended. Go and look.")]
    if clock.today() < first:
        told = _("To see whether it lasts, it can be closed from %(day)s on, not before.")
        sentences.append(told % {"day": date_format(first)})
    return FollowSteps([FollowStep("recheck", _("Tell what you saw"))], sentences)
