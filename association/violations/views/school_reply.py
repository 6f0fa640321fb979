"""What a school says beside the notice of a decision, in its own words."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.peer_review.views.frames import Asked, ask, posted
from association.violations import services
from association.violations.enums import CaseStatus, Measure
from association.violations.forms.notices import ReplyForm
from association.violations.models import Case
from association.violations.permissions import access_case
from association.violations.selectors.notices import latest_reply
from association.violations.views.school_acts import ask_and_answer
from association.violations.views.school_rights import Right


def reply_right(case: Case) -> Right | None:
    """Return the right to words of its own beside the notice; None where nothing is published."""
    if not (case.measure and Measure(case.measure).is_public and case.decided_at):
        return None
    if case.status == CaseStatus.ANNULLED and case.in_force_on is None:
        return None
    said = latest_reply(case)
    title = (
        _("Change your words beside the notice") if said else _("Write your own words beside it")
    )
    if case.is_public:
        text = _(
            "What you write stands beside the notice, unchanged, until %(day)s. You can write it "
            "anew at any time."
        ) % {"day": date_format(case.public_until)}
        return Right(title, text, is_open=True)
    if case.status in {CaseStatus.DECIDED, CaseStatus.APPEALED}:
        text = _(
            "If the decision is put in force, what you write stands beside the notice from the "
            "first moment on, unchanged."
        )
        return Right(title, text, is_open=True)
    return Right(title, _("The notice has ended, and your words with it."))


@login_required
@ask_and_answer
def reply(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Write the school's own words, or change them."""
    row = access_case(request.user, uscc, code)
    back = reverse("violations:case", args=[row.school.uscc, row.code])
    right = reply_right(row)
    if right is None or not (right.is_open or request.method == "POST"):
        messages.info(request, right.text if right else _("Nothing of this case is public."))
        return redirect(back)
    said = latest_reply(row)
    form = ReplyForm(posted(request), initial={"words": said.words if said else ""})
    asked = Asked(
        title=right.title,
        text=right.text,
        button=_("Set these words beside the notice"),
        form=form,
        back=back,
        done=_("Your words stand beside the notice."),
        context={"school": row.school, "case": row},
    )

    def act() -> Any:
        words = form.cleaned_data["words"]
        return services.reply_to_notice(case=row, words=words, acting_user=request.user)

    return ask(request, "violations/case_act.html", asked, act)
