"""The page behind a paper's code, and the page that checks a file. No account; nothing is kept."""

import re
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from laces.components import Component

from association.core.headers import NO_TRACE
from association.core.limits import Budget
from association.core.panels import paper_page as panels_of_page
from association.core.panels import public_record
from association.core.slowing import come_back_later, seconds_to_wait, told_wait
from association.core.tokens import ALPHABET, LENGTH
from association.core.uploads.bounded import at_most
from association.pledges.forms import LARGEST_PAPER, CheckPaperForm
from association.pledges.models import IssuedPaper
from association.pledges.papers import Verdict, check_file
from association.pledges.papers.present import Present, present_of
from association.pledges.views.papers import signature_response_of

CHECKS = Budget("paper_check", attempts=60, seconds=15 * 60)
FORM_AROUND = 100_000  # bytes of a request beside the paper itself
_TOKEN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")

not_stored = cache_control(no_store=True)


@require_safe
@not_stored
def paper_page(request: HttpRequest, token: str) -> HttpResponse:
    """Tell whoever scanned a paper what it is, and what is true of it at this moment."""
    issued = _issued(token)
    if issued is None:
        return _unknown(request)
    school = issued.pledge.school
    present, panels = _now(issued)
    context = {
        "paper": issued,
        "pledge": issued.pledge,
        "school": school,
        "present": present,
        "panels": [*panels, *public_record.panels(subject=school, user=None)],
    }
    return _untraced(render(request, "pledges/papers/paper.html", context))


@require_safe
@not_stored
def public_signature(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out a paper's signature to whoever holds the paper, and so its address."""
    issued = _issued(token)
    return _unknown(request) if issued is None else _untraced(signature_response_of(issued))


@require_http_methods(["GET", "HEAD", "POST"])
@not_stored
@at_most(LARGEST_PAPER + FORM_AROUND)
def check_paper(request: HttpRequest) -> HttpResponse:
    """Take a file, say whether it is the association's, unchanged, and keep nothing of it."""
    if request.method != "POST":
        return _ask(request, CheckPaperForm())
    form = CheckPaperForm(request.POST, request.FILES)
    if wait := seconds_to_wait(request, CHECKS):
        text = _("Very many files came from this connection. Please send yours in %(wait)s.")
        form.add_error(None, text % {"wait": told_wait(wait)})
        return come_back_later(_ask(request, form), wait)
    if not form.is_valid():
        return _ask(request, form, status=422)
    verdict = check_file(form.cleaned_data["paper"], detached=form.cleaned_data["signature"])
    return _ask(request, CheckPaperForm(), verdict=verdict)


def _issued(token: str) -> IssuedPaper | None:
    if not _TOKEN.fullmatch(token):
        return None
    papers = IssuedPaper.objects.select_related("pledge__school", "pledge__covenant_version")
    return papers.filter(token=token).first()


def _unknown(request: HttpRequest) -> HttpResponse:
    return _untraced(render(request, "pledges/papers/unknown.html", status=404))


def _ask(
    request: HttpRequest,
    form: CheckPaperForm,
    *,
    verdict: Verdict | None = None,
    status: int = 200,
) -> HttpResponse:
    present, panels = _now(verdict.paper) if verdict and verdict.paper else (None, [])
    context = {
        "form": form,
        "verdict": verdict,
        "present": present,
        "panels": panels if verdict and verdict.is_good else [],
    }
    return render(request, "pledges/papers/check.html", context, status=status)


def _now(paper: IssuedPaper) -> tuple[Present, list[Component]]:
    """Return what is true now, and what higher rooms show of the school beside it."""
    present = present_of(paper)
    panels = panels_of_page.panels(subject=paper.pledge.school, user=None)
    if present.is_in_force:
        cautions = (getattr(panel, "caution", "") for panel in panels)
        present = replace(present, caution=" ".join(filter(None, cautions)))
    return present, panels


def _untraced(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = NO_TRACE
    return response
