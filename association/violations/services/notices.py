"""A notice is drafted from its case, and the school sets its own words beside it."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import record_event
from association.plaques.services import reword_reason
from association.violations.enums import CaseStatus, Measure, StatementKind, Verb
from association.violations.models import Case, NoticeIndexPage, NoticePage, Statement
from association.violations.private_words import covered, refuse_private_words
from association.violations.selectors.carrying import carried_out
from association.violations.services.hearing import refuse_stranger
from association.violations.services.opening import in_hand

LONGEST_REPLY = 1000
TITLE = "{school}：{measure}"
BASIS = (
    "依据该校签署的《{covenant}》（第{version}版）第{promise}项承诺及其违诺处理约定，经表决人表决通过，"
    "协会作出“{measure}”的决定。这是协会对会员的行业自律措施。"
)
DRAFTED = (CaseStatus.DECIDED, CaseStatus.IN_FORCE)
REPLIED = (CaseStatus.DECIDED, CaseStatus.APPEALED, CaseStatus.IN_FORCE)


@transaction.atomic
def draft_notice(*, case: Case, acting_user: Any) -> NoticePage:
    """Draft the notice of a public decision, in the words that were voted on; nobody sees it yet.

    Another person than its writers approves it; it is seen once the decision is in force.
    Returns the page, which belongs to `acting_user`. Raises RuleError for a measure that is not
    public, where there is one already, before the board exists, and where something stands against
    the person; InvalidTransition unless the case is decided or in force.
    """
    row = in_hand(case, acting_user, *DRAFTED)
    if not Measure(row.measure).is_public:
        raise RuleError(_("Nothing of this decision is public. Close the case once it is done."))
    if row.status == CaseStatus.IN_FORCE and not row.is_public:
        raise RuleError(_("The entry has ended, so there is nothing to publish any more."))
    if NoticePage.objects.filter(case=row).exists():
        raise RuleError(_("There is a notice of this case already."))
    board = NoticeIndexPage.objects.first()
    if board is None:
        raise RuleError(_("There is no board of notices. Please ask whoever keeps this site."))
    page = NoticePage(
        case=row,
        title=_in_words(TITLE, row),
        slug=row.code.lower(),
        words=covered(row, row.public_words),
        basis=_in_words(BASIS, row),
        live=False,
        has_unpublished_changes=True,
        owner=acting_user,
    )
    board.add_child(instance=page)
    page.save_revision(user=acting_user, log_action=True)
    record_event(record=row, verb=Verb.DRAFT_NOTICE, acting_user=acting_user, old_status=row.status)
    return page


@transaction.atomic
def tell_words(*, page: NoticePage, acting_user: Any) -> None:
    """Let the plaques tell the reason in the words of the notice that was approved just now.

    Called wherever a notice is published; before the decision is in force there is nothing to do.
    """
    if not page.case.is_public:
        return
    for done in carried_out(page.case):
        latest = done.plaque.proposals.filter(carried_out_at__isnull=False).order_by("pk").last()
        if latest.basis == page.case.code:
            reword_reason(plaque=done.plaque, reason=page.words, acting_user=acting_user)


@transaction.atomic
def reply_to_notice(*, case: Case, words: str, acting_user: Any) -> Statement:
    """Set the school's own words beside the notice; the newest ones stand there, unchanged.

    Returns the statement. Raises RuleError for whoever does not act for the school, where nothing
    of the case is published, without words, with too many, and where they name somebody else or
    how to reach them; InvalidTransition unless a public decision is made or stands.
    """
    row = Case.locked(case.pk)
    if row.status not in REPLIED:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_stranger(acting_user, row.school)
    if not Measure(row.measure).is_public:
        raise RuleError(_("Nothing of this decision is public, so there is no notice."))
    if row.status == CaseStatus.IN_FORCE and not row.is_public:
        raise RuleError(_("The entry has ended, and the notice with it."))
    said = words.strip()
    if not said:
        raise RuleError(_("Please write a few words."))
    if len(said) > LONGEST_REPLY:
        raise RuleError(_("At most %(count)s characters.") % {"count": LONGEST_REPLY})
    refuse_private_words(row, said, by_school=True)
    statement = Statement.objects.create(
        case=row, kind=StatementKind.REPLY, words=said, author=acting_user
    )
    record_event(record=row, verb=Verb.REPLY, acting_user=acting_user, old_status=row.status)
    return statement


def _in_words(pattern: str, case: Case) -> str:
    """Return one of the association's own sentences, which are Chinese whoever drafts."""
    promise = case.promise
    number = promise.code.lstrip("P")
    with translation.override("zh-hans"):
        return pattern.format(
            school=case.school.name,
            measure=case.get_measure_display(),
            covenant=promise.version.title_zh,
            version=promise.version.number,
            promise=number,
        )
