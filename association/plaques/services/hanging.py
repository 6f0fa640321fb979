"""The weekly letter about plaques that wait to be hung, and those that should be down by now."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from association.accounts.roles import Role, users_in
from association.alliances.models import Alliance, AllianceLead
from association.core import clock
from association.plaques.models import TakeDown
from association.plaques.selectors import (
    ToHang,
    by_alliance,
    take_downs_of_members,
    to_hang,
    with_reports,
)


@dataclass
class Waiting:
    """What one letter tells. alliance: whose part it is; None for all of it."""

    alliance: Alliance | None = None
    groups: list[tuple[Alliance | None, list[ToHang]]] = field(default_factory=list)
    take_downs: list[TakeDown] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.take_downs)


def send_hanging_list() -> int:
    """Write the whole list to the clerks, and to each alliance's leads their part.

    It tells which plaques wait to be hung, and which ones no photo of the empty place has come of
    by their day. Who has no e-mail address finds the same on the desk. Nothing waits, no letter.
    In the site's language. Returns the number of letters sent.
    """
    overdue = with_reports(TakeDown.objects.overdue())
    whole = Waiting(groups=by_alliance(to_hang()), take_downs=list(overdue))
    if whole.is_empty:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        clerks = users_in(Role.CLERK).exclude(email="").values_list("email", flat=True)
        letters = [_letter(whole, address) for address in clerks.distinct()]
        letters += _to_leads(whole)
    return get_connection().send_messages(letters) or 0 if letters else 0


def _to_leads(whole: Waiting) -> Iterator[EmailMessage]:
    leads = AllianceLead.objects.filter(until__isnull=True, user__is_active=True)
    leads = leads.exclude(user__email="").select_related("user", "alliance")
    addresses: dict[Alliance, list[str]] = {}
    for lead in leads.order_by("alliance__order", "pk"):
        addresses.setdefault(lead.alliance, []).append(lead.user.email)
    for alliance, own in addresses.items():
        part = _part(whole, alliance)
        if not part.is_empty:
            yield from (_letter(part, address) for address in own)


def _part(whole: Waiting, alliance: Alliance) -> Waiting:
    return Waiting(
        alliance=alliance,
        groups=[group for group in whole.groups if group[0] == alliance],
        take_downs=list(take_downs_of_members(alliance).overdue()),
    )


def _letter(waiting: Waiting, address: str) -> EmailMessage:
    rows = [row for _alliance, own in waiting.groups for row in own]
    context = {
        "groups": waiting.groups,
        "total": len(rows),
        "overdue": sum(row.is_overdue for row in rows),
        "take_downs": waiting.take_downs,
        "today": clock.today(),
        "alliance": waiting.alliance,
        "site_url": settings.SITE_URL,
    }
    subject = render_to_string("plaques/mail/hanging_subject.txt", context)
    body = render_to_string("plaques/mail/hanging.txt", context)
    return EmailMessage(subject=" ".join(subject.split()), body=body.strip() + "\n", to=[address])
