"""Decisions on findings, and re-checks: by leads, visitors and the secretariat."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from association.alliances.permissions import visited_by
from association.core.uploads.quota import count_upload
from association.peer_review.forms.findings import EntryForm, WordsForm
from association.peer_review.forms.following import CorrectFactsForm, RecheckForm
from association.peer_review.models import Finding
from association.peer_review.permissions import access_finding, finding_policy
from association.peer_review.selectors.following_steps import steps_with
from association.peer_review.services import (
    correct_facts,
    decide_extension,
    drop_finding,
    recheck,
    uphold_facts,
)
from association.peer_review.views.findings import desk_of_finding
from association.peer_review.views.frames import Asked, ask, posted

ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "peer_review/following_act.html"
SCHOOL_READS = gettext_lazy("The school reads it. Name no person.")


@login_required
@ask_and_answer
def uphold(request: HttpRequest, code: str) -> HttpResponse:
    """Let contested facts stand."""
    row = access_finding(request.user, code, action="decide")
    form = WordsForm(posted(request), label=_("Why the facts stand"), help_text=SCHOOL_READS)
    return _act(
        request,
        row,
        "uphold_facts",
        lambda: uphold_facts(
            finding=row, words=form.cleaned_data["words"], acting_user=request.user
        ),
        title=_("Let the facts stand"),
        text=_("The school mends it as it was told, and gets the days back that it had left."),
        button=_("Let the facts stand"),
        form=form,
        done=_("The facts stand, and the school reads why."),
    )


@login_required
@ask_and_answer
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct contested facts."""
    row = access_finding(request.user, code, action="decide")
    form = CorrectFactsForm(
        posted(request),
        label=_("Why they are put so"),
        help_text=SCHOOL_READS,
        initial={"facts": row.facts},
    )
    return _act(
        request,
        row,
        "correct_facts",
        lambda: correct_facts(
            finding=row,
            facts=form.cleaned_data["facts"],
            words=form.cleaned_data["words"],
            acting_user=request.user,
        ),
        title=_("Correct the facts"),
        text=_("What is left after the correction is mended, with the days that were left."),
        button=_("Correct the facts"),
        form=form,
        done=_("The facts are corrected, and the school reads why."),
    )


@login_required
@ask_and_answer
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Let a finding fall away."""
    row = access_finding(request.user, code, action="decide")
    form = WordsForm(posted(request), label=_("Why it falls away"), help_text=SCHOOL_READS)
    return _act(
        request,
        row,
        "drop_finding",
        lambda: drop_finding(
            finding=row, words=form.cleaned_data["words"], acting_user=request.user
        ),
        title=_("Let it fall away"),
        text=_(
            "The facts were wrong, so there is nothing to mend. It stays on record for those who "
            "read it now, and stands on no public page. This cannot be undone."
        ),
        button=_("Let it fall away"),
        form=form,
        done=_("It fell away, and the school reads why."),
        danger=True,
    )


@login_required
@ask_and_answer
def grant(request: HttpRequest, code: str) -> HttpResponse:
    """Grant more time, as asked."""
    row = access_finding(request.user, code, action="decide")
    until = date_format(row.extension_until) if row.extension_until else "—"
    return _decide_time(
        request,
        row,
        granted=True,
        title=_("Grant more time"),
        text=_("The school has until %(day)s, as it asked.") % {"day": until},
        button=_("Grant more time"),
        done=_("More time is granted, and the school reads it."),
    )


@login_required
@ask_and_answer
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    """Grant no more time."""
    row = access_finding(request.user, code, action="decide")
    return _decide_time(
        request,
        row,
        granted=False,
        title=_("Grant no more time"),
        text=_("The last day stays as it is; at least two working days remain from today."),
        button=_("Grant no more time"),
        done=_("No more time is granted, and the school reads why."),
    )


@login_required
@ask_and_answer
def look_again(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what a second look saw: it is closed, or there is still something to do."""
    row = access_finding(request.user, code, action="recheck")
    files = request.FILES if request.method == "POST" else None
    form = RecheckForm(posted(request), files, label=_("What you saw"), help_text=SCHOOL_READS)
    return _act(
        request,
        row,
        "recheck",
        lambda: recheck(
            finding=row,
            mended=form.is_mended,
            words=form.cleaned_data["words"],
            photos=_counted(request, form),
            acting_user=request.user,
        ),
        title=_("Re-check"),
        text=_(
            "Look for yourself, at the school. If something is still to be done, the school has at "
            "least five working days for it."
        ),
        button=_("Keep what I saw"),
        form=form,
        done=_("Thank you. The school reads what you saw."),
    )


def _decide_time(
    request: HttpRequest, row: Finding, *, granted: bool, **parts: Any
) -> HttpResponse:
    form = WordsForm(posted(request), label=_("Why"), help_text=SCHOOL_READS)
    return _act(
        request,
        row,
        "grant_time" if granted else "refuse_time",
        lambda: decide_extension(
            finding=row,
            granted=granted,
            words=form.cleaned_data["words"],
            acting_user=request.user,
        ),
        form=form,
        **parts,
    )


def _act(
    request: HttpRequest, row: Finding, name: str, act: Callable[[], Any], **parts: Any
) -> HttpResponse:
    """Ask, then act; whoever only looks when it is not possible reads why on the finding."""
    back = reverse("peer_review:finding", args=[row.code])
    offered = steps_with(request.user, row)
    if request.method != "POST" and name not in {step.name for step in offered.steps}:
        why = " ".join(offered.sentences) or _("This step is not possible now.")
        messages.info(request, why)
        return redirect(_way_back(request.user, row))
    said = row.entries.filter(for_school=True).prefetch_related("photos").last()
    context = {"finding": row, "said": said, **desk_of_finding(request.user, row)}
    answer = ask(request, PAGE, Asked(back=back, context=context, **parts), act)
    # A visitor reads it while it is to be looked at again, and no longer.
    return (
        redirect(_way_back(request.user, row)) if answer.status_code == HTTPStatus.FOUND else answer
    )


def _way_back(user: Any, row: Finding) -> str:
    """Return the finding's page, or the desk of a visitor who does not read it any more."""
    if finding_policy.user_has_permission_for_instance(user, "view", row):
        return reverse("peer_review:finding", args=[row.code])
    alliance = visited_by(user).filter(memberships__school=row.school_id).first()
    if alliance is None:
        return reverse("accounts:my_desk")
    return reverse("peer_review:visited_findings", args=[alliance.code])


def _counted(request: HttpRequest, form: EntryForm) -> Sequence[bytes]:
    """Return the photos as they were sent, each counted against the day's files."""
    photos = form.pictures()
    for _photo in photos:
        count_upload(request.user)
    return photos
