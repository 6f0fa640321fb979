"""What a school's desk asks of it about its own data (core.desk_items)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.enums import ChangeStatus
from association.alliances.models import ChangeRequest, School
from association.core import clock
from association.core.desk_items import Ask, school_asks

LICENCE_SOON = dt.timedelta(days=90)
DECLINED_LATELY = dt.timedelta(days=30)


def data_asks(*, school: School, user: Any) -> Iterator[Ask]:
    """Yield what is to be seen to: licence, a request lately declined, a hidden introduction."""
    latest = school.change_requests.first()
    if not (latest and latest.is_open and latest.of_licence):
        yield from _licence(school)
    if latest and _declined_lately(latest):
        yield Ask(
            what=_("Your change request %(code)s was declined.") % {"code": latest.code},
            do=_("Read why, and ask anew"),
            url=reverse("alliances:change", args=[school.uscc, latest.code]),
            note=latest.note,
        )
    if school.introduction_hidden:
        yield Ask(
            what=_("Your introduction is not shown to the public."),
            do=_("Write another one"),
            url=reverse("alliances:own_details", args=[school.uscc]),
            note=school.introduction_hidden,
        )


def _licence(school: School) -> Iterator[Ask]:
    last_day = school.licence_valid_until
    if last_day is None or last_day > clock.today() + LICENCE_SOON:
        return
    day = {"day": date_format(last_day)}
    what = (
        _("Your licence ran out on %(day)s, and the public reads so.")
        if school.licence_expired
        else _("Your licence runs out on %(day)s.")
    )
    yield Ask(
        what=what % day,
        do=_("Tell the new date"),
        url=reverse("alliances:ask_change", args=[school.uscc]),
        by=last_day,
        note=_("With a photo of the new licence. From the next day on the public reads “ran out”.")
        if not school.licence_expired
        else _("With a photo of the new licence."),
    )


def _declined_lately(request: ChangeRequest) -> bool:
    declined = request.status == ChangeStatus.DECLINED
    return declined and clock.now() - request.decided_at < DECLINED_LATELY


def register() -> None:
    """Put the source in its place; called once, in AppConfig.ready()."""
    school_asks.register(data_asks)
