"""The ten-second report about a plaque. No account, no name, nothing kept about who sends it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from association.core.errors import RuleError
from association.core.limits import Budget
from association.core.slowing import come_back_later, seconds_to_wait, told_wait
from association.plaques.enums import ReportKind
from association.plaques.forms import ReportForm
from association.plaques.models import Plaque
from association.plaques.numbers import UnreadableNumber, read_number
from association.plaques.services import report_plaque

REPORTS = Budget("report", attempts=40, seconds=15 * 60)
MOST_COPIES = 3  # figures in the serial of a copy

not_stored = cache_control(no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@not_stored
def report(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong and take it in. What was typed stays in the form until it is sent.

    A number the association never gave out is taken in like any other, with the same answer.
    """
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in ("number", "kind")}
        return _ask(request, ReportForm(initial=ReportForm.sensible(asked)))
    form = ReportForm(request.POST)
    if wait := seconds_to_wait(request, REPORTS):
        return _ask_later(request, form, wait)
    if not form.is_valid():
        return _ask(request, form, status=422)
    number, kind = form.cleaned_data["number"], form.cleaned_data["kind"]
    try:
        kept = report_plaque(
            plaque=Plaque.objects.filter(number=number).first(),
            kind=kind,
            words=form.cleaned_data["words"],
            typed_number=number,
            serial=_serial_in(request.POST),
        )
    except RuleError as error:
        form.add_error(None, str(error))
        return _ask(request, form, status=422)
    query = ({} if form.problem else {"number": number}) | ({} if kept else {"known": kind})
    return redirect(f"{reverse('plaques:report_sent')}?{urlencode(query)}")


@require_safe
@not_stored
def sent(request: HttpRequest) -> HttpResponse:
    """Thank, and say what happens now."""
    try:
        number = read_number(request.GET.get("number", ""))
    except UnreadableNumber:
        number = ""
    kind = request.GET.get("known", "")
    context = {"number": number, "known": kind if kind in ReportKind.values else ""}
    return render(request, "plaques/report_sent.html", context)


def _ask_later(request: HttpRequest, form: ReportForm, wait: int) -> HttpResponse:
    """Keep what was typed, and say when to send it."""
    form.is_valid()
    text = _("Very many reports came from this connection. Please send yours in %(wait)s.")
    form.add_error(None, text % {"wait": told_wait(wait)})
    return come_back_later(_ask(request, form), wait)


def _serial_in(asked: QueryDict) -> int | None:
    """Return the serial of the copy that was scanned, where an address or form names one."""
    typed = asked.get("copy", "")
    return (
        int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_COPIES else None
    )


def _ask(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context = {"form": form, "serial": _serial_in(asked)}
    return render(request, "plaques/report.html", context, status=status)
