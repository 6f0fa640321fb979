"""What a school's desk asks of it about its plaques, and how each stands (core.desk_items)."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.alliances.models import School
from association.core.desk_items import Ask, Fact, school_asks
from association.plaques.enums import LIVING_STATUSES, PublicState, TakeDownStatus
from association.plaques.models import Plaque, TakeDown
from association.plaques.selectors import take_downs_of, to_photograph


def plaque_lines(*, school: School, user: Any) -> Iterator[Ask | Fact]:
    """Yield what is to be hung or taken down, and how the other plaques stand. Four queries."""
    plaques = list(school.plaques.select_related("campus"))
    taken_back = {row.plaque_id: row for row in take_downs_of(school)}
    for row in taken_back.values():
        yield _take_down(row, school)
    shown = [plaque for plaque in plaques if plaque.status in LIVING_STATUSES] or plaques[:1]
    wishes = _photo_wishes(school, shown)
    for plaque in shown:
        if plaque.pk in taken_back:
            continue
        if plaque.state == PublicState.NOT_ACTIVATED:
            yield _to_hang(plaque, school)
        else:
            yield _standing(plaque, wants_photo=plaque.pk in wishes)
    if not plaques and school.pledges.accepted().exists():
        yield Fact(
            what=pgettext("of a school", "Plaque"),
            words=_("is being made, and comes to you with a number of its own"),
            under_way=True,
        )


def _photo_wishes(school: School, plaques: list[Plaque]) -> set[int]:
    if not any(plaque.state == PublicState.VALID for plaque in plaques):
        return set()
    return set(to_photograph(school.plaques.all()).values_list("pk", flat=True))


def _to_hang(plaque: Plaque, school: School) -> Ask:
    number = {"number": plaque.number, "campus": plaque.campus.name}
    what = _("Hang plaque %(number)s at the gate of %(campus)s.")
    note = _("Somebody from your alliance then comes by and takes a photo; you send nothing.")
    if plaque.serial > 1:
        what = _("Hang the new copy of plaque %(number)s at the gate of %(campus)s.")
        note = _("Earlier copies count no longer; please take them down.") + " " + note
    return Ask(
        what=what % number,
        do=_("See how"),
        url=reverse("alliances:school_desk", args=[school.uscc]) + "#plaques",
        by=plaque.hang_by,
        note=note,
    )


def _take_down(row: TakeDown, school: School) -> Ask | Fact:
    number = {"number": row.plaque.number, "campus": row.plaque.campus.name}
    url = reverse("plaques:bare_wall", args=[school.uscc, row.plaque.number])
    if row.status != TakeDownStatus.OPEN:
        return Fact(
            what=_("Plaque %(number)s") % number,
            words=_("taken down; the secretariat looks at your photo"),
            url=url,
            under_way=True,
        )
    if not row.was_hung:
        return Ask(
            what=_("Plaque %(number)s was taken back: please do not hang it.") % number,
            do=_("See the details"),
            url=url,
            by=row.due_on,
            note=_("It was never confirmed at your gate. A call to the secretariat is enough."),
        )
    return Ask(
        what=_("Take plaque %(number)s down (%(campus)s), and send a photo of the empty place.")
        % number,
        do=_("Send the photo"),
        url=url,
        by=row.due_on,
    )


def _standing(plaque: Plaque, *, wants_photo: bool) -> Fact:
    words = {
        PublicState.VALID: _("hung since %(since)s, lent until %(until)s"),
        PublicState.EXPIRED: _(
            "lent until %(until)s; it gets a new term once your new pledge is accepted"
        ),
        PublicState.SUSPENDED: _("suspended since %(since)s; please keep it covered or inside"),
        PublicState.REVOKED: _("taken back on %(since)s"),
        PublicState.RETURNED: _(
            "given back on %(since)s; if it still hangs, please take it inside"
        ),
        PublicState.SUPERSEDED: _("replaced on %(since)s"),
    }[plaque.state]
    if wants_photo:
        words = _(
            "hung since %(since)s; somebody from your alliance comes by for a new photo, you send "
            "nothing"
        )
    is_valid = plaque.state == PublicState.VALID
    return Fact(
        what=_("Plaque %(number)s") % {"number": plaque.number},
        words=words % {"since": _day(plaque), "until": date_format(plaque.valid_until)},
        url=plaque.get_absolute_url(),
        until=plaque.valid_until if is_valid else None,
        under_way=wants_photo or not is_valid,
    )


def _day(plaque: Plaque) -> str:
    since = plaque.state_since
    return date_format(timezone.localtime(since) if hasattr(since, "hour") else since)


def register() -> None:
    """Put the source in its place; called once, in AppConfig.ready()."""
    school_asks.register(plaque_lines)
