"""Many signed pledges accepted in one go: each an act of its own, none half done."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.pledges import tasks
from association.pledges.enums import AcceptanceOutcome
from association.pledges.models import Acceptance, AcceptanceLine, Pledge
from association.pledges.permissions import pledge_policy
from association.pledges.services.review import accept_pledge

AT_ONCE = 20  # so many are done while the person waits; more go to a task
LONGEST_REASON = AcceptanceLine._meta.get_field("why").max_length


@transaction.atomic
def accept_many(*, key: str, pledges: Collection[Pledge], acting_user: Any) -> Acceptance:
    """Write down which pledges are to be accepted, and have it done after the commit.

    key: names the order, up to 40 characters. Called again with the same key it does nothing and
    returns what is there; while the first call runs, the second waits for it.
    Returns the acceptance; up to AT_ONCE pledges are done by `work_off`, which the caller calls.
    Raises RuleError for an empty choice.
    """
    if not pledges:
        raise RuleError(_("Please choose at least one pledge."))
    acceptance, is_new = Acceptance.objects.get_or_create(
        key=key, defaults={"asked_by": acting_user}
    )
    if not is_new:
        return acceptance
    AcceptanceLine.objects.bulk_create(
        AcceptanceLine(acceptance=acceptance, pledge=pledge) for pledge in pledges
    )
    if len(pledges) > AT_ONCE:
        transaction.on_commit(lambda: tasks.work_off_acceptance.enqueue(acceptance.pk))
    return acceptance


def work_off(*, acceptance: Acceptance) -> None:
    """Accept the pledges that wait, each in a transaction of its own. Call it outside of one.

    What stands against one is told on its line and stops no other. Whoever asked for it is the one
    who acts, and has to have the right still. May run twice, also at once: a line is done once.
    """
    user = acceptance.asked_by
    for pk in list(acceptance.lines.waiting().values_list("pk", flat=True)):
        _do(pk, user)


@transaction.atomic
def _do(pk: int, user: Any) -> None:
    rows = AcceptanceLine.objects.select_for_update(of=("self",)).select_related("pledge")
    line = rows.waiting().filter(pk=pk).first()
    if line is None:
        return
    try:
        with transaction.atomic():
            _accept(line.pledge, user)
        line.outcome = AcceptanceOutcome.ACCEPTED
    except RuleError as refusal:
        line.outcome, line.why = AcceptanceOutcome.REFUSED, str(refusal)[:LONGEST_REASON]
    line.save(update_fields=["outcome", "why"])


def _accept(pledge: Pledge, user: Any) -> None:
    if not pledge_policy.user_has_permission(user, "review"):
        raise RuleError(_("Whoever began this may not decide on pledges any more."))
    accept_pledge(pledge=pledge, acting_user=user)
