"""Anybody says that a published entry is wrong, and reads later what came of it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from association.core import clock
from association.core.errors import RuleError
from association.core.headers import NO_TRACE
from association.core.limits import Budget
from association.core.slowing import come_back_later, seconds_to_wait, told_wait
from association.violations.forms.objections import ObjectionForm
from association.violations.models import Case, CaseSettings
from association.violations.permissions_ways_back import access_entry, access_receipt
from association.violations.selectors.notices import notice_path, words_of
from association.violations.selectors.ways_back import days_left
from association.violations.services import lodge_objection
from association.violations.views.notices import tell_end

OBJECTIONS = Budget("objection", attempts=20, seconds=15 * 60)

not_stored = cache_control(no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@not_stored
def object_to_entry(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what is wrong and take it in; then the receipt. 410 where the entry has ended."""
    case = access_entry(code)
    if not case.is_public:
        return tell_end(request, case)
    if request.method != "POST":
        return _ask(request, case, ObjectionForm())
    form = ObjectionForm(request.POST)
    if wait := seconds_to_wait(request, OBJECTIONS):
        return _ask_later(request, case, form, wait)
    if not form.is_valid():
        return _ask(request, case, form, status=422)
    try:
        kept = lodge_objection(case=case, **form.cleaned_data)
    except RuleError as error:
        form.add_error(None, str(error))
        return _ask(request, case, form, status=422)
    return redirect("violations:objection", kept.receipt)


@require_safe
@not_stored
def objection(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show an objection to whoever holds its receipt: until when it is answered, and the answer."""
    row = access_receipt(receipt)
    context = {
        "objection": row,
        "case": row.case,
        "left": days_left(row.answer_by) if row.is_open else None,
        "address": f"{settings.SITE_URL}{request.path}",
        "as_of": clock.now(),
    }
    response = render(request, "violations/objection.html", context)
    response.headers["X-Robots-Tag"] = NO_TRACE
    return response


def _ask_later(request: HttpRequest, case: Case, form: ObjectionForm, wait: int) -> HttpResponse:
    """Keep what was typed, and say when to send it."""
    form.is_valid()
    text = _("Very many objections came from this connection. Please send yours in %(wait)s.")
    form.add_error(None, text % {"wait": told_wait(wait)})
    return come_back_later(_ask(request, case, form), wait)


def _ask(
    request: HttpRequest, case: Case, form: ObjectionForm, *, status: int = 200
) -> HttpResponse:
    rules = CaseSettings.load()
    context = {
        "case": case,
        "words": words_of(case),
        "back": notice_path(case),
        "form": form,
        "days": rules.objection_days,
        "long_days": rules.objection_long_days,
    }
    response = render(request, "violations/object.html", context, status=status)
    response.headers["X-Robots-Tag"] = NO_TRACE
    return response
