"""Signing: the name and the drawing, the check of the answers, the signature."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.accounts.entering import proofs_of
from association.alliances.enums import Capacity
from association.alliances.models import School
from association.alliances.permissions import access_school
from association.core.errors import InvalidTransition, RuleError
from association.pledges.answers import Answers, forget_answers, keep_answers, kept_answers
from association.pledges.forms import CheckForm, SignForm
from association.pledges.models import Pledge
from association.pledges.models.covenant import text_hash
from association.pledges.permissions import signing_capacity
from association.pledges.selectors import Standing, Step, standing_of
from association.pledges.services import sign_pledge
from association.pledges.services.pledges import Signing
from association.pledges.views.desk import (
    address,
    only_the_principal,
    receipt_address,
    show,
    where_it_stands,
)


@require_http_methods(["GET", "POST"])
@login_required
def sign(request: HttpRequest, uscc: str) -> HttpResponse:
    """Write the name, draw if wished; go on to the check."""
    school = access_school(request.user, uscc)
    standing = standing_of(school)
    if elsewhere := _not_here(request, school, standing):
        return elsewhere
    kept = kept_answers(request.session, standing.draft)
    has_drawing = bool(kept and kept.picture)
    if request.method == "POST":
        form = SignForm(request.POST, has_drawing=has_drawing)
        valid = form.is_valid()
        kept = _answers_from(form, kept)
        keep_answers(request.session, standing.draft, kept)
        if valid:
            return redirect(address("check", school))
    else:
        name = kept.signer_name if kept else request.user.get_full_name()
        form = SignForm(initial={"signer_name": name}, has_drawing=has_drawing)
    return show(request, "sign.html", school, {"form": form, "kept": kept})


def _answers_from(form: SignForm, kept: Answers | None) -> Answers:
    """Take over what is good; a drawing from before stays unless it is left out or replaced."""
    earlier = b"" if kept is None or form.cleaned_data.get("without_drawing") else kept.picture
    return Answers(
        signer_name=form.cleaned_data.get("signer_name", ""),
        picture=form.picture or earlier,
    )


@require_http_methods(["GET", "POST"])
@login_required
def check(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show everything once more; a second look before the signature, which signs once."""
    school = access_school(request.user, uscc)
    standing = standing_of(school)
    if elsewhere := _not_here(request, school, standing):
        return elsewhere
    draft = standing.draft
    answers = kept_answers(request.session, draft)
    if answers is None or not answers.signer_name:
        return redirect(address("sign", school))
    capacity = signing_capacity(user=request.user, school=school)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = _offered(form.cleaned_data["language"])
        seal = answers.seal(pledge=draft, language=language, capacity=capacity)
        if form.cleaned_data["shown"] == seal:
            return _sign(request, school, draft, _signing(request, answers, capacity, language))
        messages.warning(
            request, _("Your answers changed in another window. Please check them once more.")
        )
    context = {"form": form, "answers": answers, **_shown(draft, answers, capacity)}
    return show(request, "check.html", school, context)


def _shown(draft: Pledge, answers: Answers, capacity: Capacity) -> dict[str, object]:
    language = _offered(get_language())
    text = draft.covenant_version.full_text(language)
    return {
        "capacity": capacity.label,
        "version": draft.covenant_version,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "text": text,
        "text_sha256": text_hash(text),
        "shown": answers.seal(pledge=draft, language=language, capacity=capacity),
        "undo_minutes": settings.PLEDGE_UNDO_MINUTES,
    }


def _sign(request: HttpRequest, school: School, draft: Pledge, signing: Signing) -> HttpResponse:
    try:
        pledge = sign_pledge(pledge=draft, signing=signing, acting_user=request.user)
    except InvalidTransition:
        # The other click or the other window was faster; there is one signature.
        forget_answers(request.session)
        return where_it_stands(school, standing_of(school))
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect(address("overview", school))
    forget_answers(request.session)
    return redirect(receipt_address(pledge, school))


def _signing(request: HttpRequest, answers: Answers, capacity: Capacity, language: str) -> Signing:
    return Signing(
        signer_name=answers.signer_name,
        capacity=capacity,
        language=language,
        sign_in_method=proofs_of(request),
        image=answers.picture,
    )


def _offered(language: str | None) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _not_here(request: HttpRequest, school: School, standing: Standing) -> HttpResponse | None:
    """Return where to go instead, unless this person may sign this draft now."""
    if standing.step == Step.READ:
        messages.info(request, _("Please read and tick all eight promises before you sign."))
    if standing.step != Step.SIGN:
        return where_it_stands(school, standing)
    return only_the_principal(request, school)
