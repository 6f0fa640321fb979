"""What happened to plaques lately, for feed readers (Atom, RFC 4287)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from association.core.models import AssociationProfile
from association.plaques.selectors import Act, latest_acts


@require_safe
@cache_control(no_store=True)
def feed(request: HttpRequest) -> HttpResponse:
    """Tell the latest public acts on plaques; a reason only where two people chose its words."""
    language = get_language() or settings.LANGUAGE_CODE
    query = "?lang=en" if language.startswith("en") else ""
    issuer = AssociationProfile.load(request_or_site=request).name
    made = Atom1Feed(
        title=_("Plaques: what happened lately · %(issuer)s") % {"issuer": issuer},
        link=f"{settings.SITE_URL}{reverse('plaques:members')}{query}",
        description=None,
        subtitle=_("The present state of a plaque is on its page; an entry tells of one moment."),
        language=language,
        author_name=issuer,
        feed_url=f"{settings.SITE_URL}{request.path}{query}",
        feed_guid=f"{settings.SITE_URL}{request.path}",
    )
    for act in latest_acts():
        made.add_item(
            title=f"{act.number} · {act.school} · {act.label}",
            link=f"{settings.SITE_URL}{act.path}{query}",
            # A summary is HTML by its type: what a person wrote is escaped once more.
            description=_summary(act),
            unique_id=_tag(act),
            pubdate=act.at,
            updateddate=act.at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    made.write(response, "utf-8")
    return response


def _summary(act: Act) -> str:
    told = f"{act.label} · {act.number} · {act.school}"
    if act.reason:
        told += " · " + _("Reason: %(reason)s") % {"reason": act.reason}
    return escape(told)


def _tag(act: Act) -> str:
    """Return the entry's name for all time (RFC 4151), in whatever language it is read."""
    domain = urlsplit(settings.SITE_URL).hostname
    day = timezone.localdate(act.at)
    return f"tag:{domain},{day:%Y-%m-%d}:plaques/{act.number}/{act.sequence}"
