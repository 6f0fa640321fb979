"""The board of notices, one notice, and what is taken from it: print, picture, feed.

Nothing of them is stored anywhere: each answer is read at the moment of the request. Where a
notice ended, 410 and what became of it, without the school and the facts.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from association.alliances.models import Alliance
from association.core import clock
from association.core.headers import NO_TRACE
from association.core.limits import Budget
from association.core.models import AssociationProfile
from association.core.slowing import come_back_later, seconds_to_wait
from association.pledges.models import CovenantVersion
from association.violations.forms.notices import NoticeFilter
from association.violations.models import Case, NoticeIndexPage, NoticePage
from association.violations.printed.setting import notice_card, notice_sheet
from association.violations.selectors.notices import (
    NoticeEnded,
    PublicNotice,
    ending_of,
    public_notice,
    public_notices,
    published_notice,
    refuse_unless_standing,
    standing_notices,
)
from association.violations.selectors.ways_back import can_be_repaired

NOTICES_A_PAGE = 10
IN_FEED = 50
# Setting one takes a processor for the time of some hundred pages.
PRINTS = Budget("notice_print", attempts=40, seconds=60)

not_stored = cache_control(no_store=True)


@not_stored
def show_board(request: HttpRequest, page: NoticeIndexPage) -> HttpResponse:
    """List the notices that stand now, as far as they are asked for."""
    form = NoticeFilter(request.GET)
    asked = form.question()
    found = Paginator(standing_notices(asked), NOTICES_A_PAGE).get_page(request.GET.get("page"))
    title, title_lang = page.wording("title", "title_en")
    intro, intro_lang = page.wording("intro_zh", "intro_en")
    context = {
        "page": page,
        "title": {"words": title, "lang": title_lang},
        "intro": {"words": intro, "lang": intro_lang},
        "list_page": found,
        "notices": public_notices(found.object_list),
        "total": found.paginator.count,
        "filters": form.shown(),
        "is_filtered": any(form.shown().values()),
        "alliances": Alliance.objects.all(),
        "promises": _promises(),
        "as_of": clock.now(),
    }
    response = render(request, "violations/notice_index_page.html", context)
    response.headers["X-Robots-Tag"] = "noarchive"
    return response


@not_stored
def show_notice(request: HttpRequest, page: NoticePage) -> HttpResponse:
    """Show a notice while it stands; a preview shows it as it would be today."""
    if not request.is_preview:
        try:
            refuse_unless_standing(page)
        except NoticeEnded as ended:
            return tell_end(request, ended.case)
    notice = public_notice(page)
    context = {
        "page": page,
        "notice": notice,
        "is_preview": request.is_preview,
        "can_be_repaired": can_be_repaired(page.case),
        "site_url": settings.SITE_URL,
    }
    response = render(request, "violations/notice_page.html", context)
    response.headers["X-Robots-Tag"] = NO_TRACE if request.is_preview else standing_robots(notice)
    return response


def tell_end(request: HttpRequest, case: Case) -> HttpResponse:
    """Say that nothing stands here any more, and why."""
    context = {"ending": ending_of(case), "as_of": clock.now()}
    response = render(request, "violations/notice_ended.html", context, status=410)
    response.headers["X-Robots-Tag"] = NO_TRACE
    return response


def standing_robots(notice: PublicNotice) -> str:
    """Tell search engines to keep no copy, and to forget it with its last day."""
    day = notice.public_until + dt.timedelta(days=1)
    end = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return f"noarchive, unavailable_after: {end.isoformat()}"


Printer = Callable[..., bytes]


def _printed(
    request: HttpRequest, code: str, printer: Printer, content_type: str, name: str
) -> HttpResponse:
    """Return a notice as a file, under the same conditions as its page."""
    try:
        page = published_notice(code)
    except NoticeEnded as ended:
        said = ending_of(ended.case).sentence
        gone = HttpResponse(said, status=410, content_type="text/plain; charset=utf-8")
        gone.headers["X-Robots-Tag"] = NO_TRACE
        return gone
    if wait := seconds_to_wait(request, PRINTS):
        later = HttpResponse(_("Please wait a little"), content_type="text/plain; charset=utf-8")
        return come_back_later(later, wait)
    notice = public_notice(page)
    issuer = AssociationProfile.load(request_or_site=request).name
    response = HttpResponse(printer(notice, issuer=issuer), content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{notice.code}.{name}"'
    response.headers["X-Robots-Tag"] = standing_robots(notice)
    return response


@require_safe
@not_stored
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Return the notice as an A4 sheet of this second."""
    return _printed(request, code, notice_sheet, "application/pdf", "pdf")


@require_safe
@not_stored
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Return the notice as a picture to send on, 1080 × 1080 pixels."""
    return _printed(request, code, notice_card, "image/png", "png")


@require_safe
@not_stored
def feed(request: HttpRequest) -> HttpResponse:
    """Tell feed readers which notices stand now; what ended is not in it any more."""
    language = get_language() or settings.LANGUAGE_CODE
    query = "?lang=en" if language.startswith("en") else ""
    issuer = AssociationProfile.load(request_or_site=request).name
    made = Atom1Feed(
        title=_("Notices that stand now · %(issuer)s") % {"issuer": issuer},
        link=f"{settings.SITE_URL}/notices/{query}",
        description=None,
        subtitle=_("What counts is the page of a notice; an entry is gone once it ended."),
        language=language,
        author_name=issuer,
        feed_url=f"{settings.SITE_URL}{request.path}{query}",
        feed_guid=f"{settings.SITE_URL}{request.path}",
    )
    for notice in public_notices(standing_notices()[:IN_FEED]):
        made.add_item(
            title=f"{notice.school.name} · {notice.measure.label}",
            link=f"{notice.address}{query}",
            # A summary is HTML by its type: what a person wrote is escaped once more.
            description=escape(_summary(notice)),
            unique_id=_tag(notice),
            pubdate=_midnight(notice.in_force_on),
            updateddate=_updated_at(notice),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    made.write(response, "utf-8")
    response.headers["X-Robots-Tag"] = "noarchive"
    return response


def _updated_at(notice: PublicNotice) -> dt.datetime:
    """Return when something that is read of it changed last: its text, a correction, the reply."""
    days = [notice.in_force_on, *(each.day for each in notice.corrections)]
    moments = [notice.changed_at, *map(_midnight, days)]
    return max([*moments, notice.reply.written_at] if notice.reply else moments)


def _summary(notice: PublicNotice) -> str:
    until = _("Stands until %(day)s.") % {"day": notice.public_until.isoformat()}
    said = [f"{notice.promise.code} {notice.promise.title}", notice.words]
    for each in notice.corrections:
        day = _("Corrected after an objection on %(day)s") % {"day": each.day.isoformat()}
        said.append(f"{day}: {each.reasons}")
    if notice.reply:
        said.append(": ".join([_("The school's own words"), notice.reply.words]))
    return " · ".join([*said, until])


def _tag(notice: PublicNotice) -> str:
    """Return the entry's name for all time (RFC 4151), in whatever language it is read."""
    domain = urlsplit(settings.SITE_URL).hostname
    return f"tag:{domain},{notice.in_force_on:%Y-%m-%d}:notices/{notice.code}"


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _promises() -> list[dict[str, Any]]:
    """Return the promises to choose from, as the covenant in force has them."""
    version = CovenantVersion.objects.current().prefetch_related("promises").first()
    promises = version.promises.all() if version else []
    return [{"code": each.code, "title": each.title} for each in promises]
