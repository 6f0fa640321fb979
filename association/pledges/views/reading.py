"""Reading: the list of eight promises, and each on a page of its own."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from association.alliances.models import School
from association.alliances.permissions import access_school
from association.core.errors import InvalidTransition, RuleError
from association.pledges.changes import compare_details, compare_promise
from association.pledges.models import BreachCode, ChecklistItem, CovenantVersion, Promise
from association.pledges.permissions import signing_capacity
from association.pledges.selectors import Standing, Step, changes_to_read, standing_of
from association.pledges.services import start_pledge, tick_promise, untick_promise
from association.pledges.views.desk import address, say_and_return, show, where_it_stands

READING = (Step.READ, Step.SIGN)
ASKING = (Step.BEGIN, Step.RENEW, Step.OUTDATED, Step.RETURNED)


@require_GET
@login_required
def overview(request: HttpRequest, uscc: str) -> HttpResponse:
    """The covenant's preamble, the eight promises with their state, and the next step."""
    school = access_school(request.user, uscc)
    standing = standing_of(school)
    version = standing.draft.covenant_version if standing.draft else standing.version
    done_reading = standing.tasks or standing.step == Step.SUBMITTED
    changes = changes_to_read(standing)
    anew = changes.changed_codes if changes else ()
    context = {
        "standing": standing,
        "version": version,
        "tasks": [
            (task, pgettext("promise", "worded anew") if task.promise.code in anew else "")
            for task in standing.tasks
        ],
        "promises": [] if done_reading or version is None else list(version.promises.all()),
        "asks": standing.step in ASKING,
        "changes": changes,
        "may_sign": signing_capacity(user=request.user, school=school) is not None,
    }
    return show(request, "overview.html", school, context)


@require_POST
@login_required
def begin(request: HttpRequest, uscc: str) -> HttpResponse:
    """Open the covenant in force for reading; a second click finds the same draft."""
    school = access_school(request.user, uscc)
    try:
        start_pledge(school=school, acting_user=request.user)
    except RuleError as refusal:
        return say_and_return(request, refusal, address("overview", school))
    standing = standing_of(school)
    if standing.step == Step.READ and standing.done == 0:
        return redirect(address("promise", school, standing.next_promise.code))
    return where_it_stands(school, standing)


@require_http_methods(["GET", "POST"])
@login_required
def promise(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """One promise: its text, what a check looks at, what breaks it, and the tick."""
    school = access_school(request.user, uscc)
    standing = standing_of(school)
    if standing.step not in READING:
        return where_it_stands(school, standing)
    version = standing.draft.covenant_version
    shown = get_object_or_404(_in_full(version), code=code)
    if request.method == "POST":
        return _tick(request, school, standing, shown)
    return show(request, "promise.html", school, _promise_context(standing, shown))


def _in_full(version: CovenantVersion) -> QuerySet[Promise]:
    return version.promises.prefetch_related("checklist_items", "breach_codes")


def _tick(request: HttpRequest, school: School, standing: Standing, shown: Promise) -> HttpResponse:
    taking_back = request.POST.get("act") == "untick"
    verb = untick_promise if taking_back else tick_promise
    try:
        verb(pledge=standing.draft, promise=shown)
    except InvalidTransition:
        # Signed in another window meanwhile; what was asked for is over.
        return where_it_stands(school, standing_of(school))
    if taking_back:
        return redirect(address("promise", school, shown.code))
    following = _following(standing_of(school), shown)
    if following is None:
        return redirect(address("overview", school))
    return redirect(address("promise", school, following.code))


def _following(standing: Standing, shown: Promise) -> Promise | None:
    """The next promise that is still open: after this one, else from the beginning."""
    later = [t.promise for t in standing.tasks if not t.done and t.promise.code > shown.code]
    return later[0] if later else standing.next_promise


def _promise_context(standing: Standing, shown: Promise) -> dict[str, object]:
    codes = [task.promise.code for task in standing.tasks]
    place = codes.index(shown.code)
    return {
        "promise": shown,
        **_compared(standing, shown),
        "done": standing.tasks[place].done,
        "place": place + 1,
        "total": len(codes),
        "earlier": standing.tasks[place - 1].promise if place else None,
        "later": standing.tasks[place + 1].promise if place + 1 < len(codes) else None,
    }


def _compared(standing: Standing, shown: Promise) -> dict[str, object]:
    """Return the promise's words, each with what is new since the version the school signed."""
    signed = standing.signed_version
    if signed is None or signed.pk == shown.version_id:
        before = shown
    else:
        before = _in_full(signed).filter(key=shown.key).first()
    checks, breaches = "checklist_items", "breach_codes"
    return {
        "signed": signed if before is not shown else None,
        "part": compare_promise(before, shown),
        "checks": compare_details(_details(before, checks), shown.checklist_items.all()),
        "breaches": compare_details(_details(before, breaches), shown.breach_codes.all()),
    }


def _details(promise: Promise | None, name: str) -> list[ChecklistItem | BreachCode]:
    return list(getattr(promise, name).all()) if promise else []
