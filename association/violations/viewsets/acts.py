"""What the secretariat does in a case, an act and a page each."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from association.core.uploads.quota import count_upload
from association.violations.enums import CaseStatus, Measure, Part
from association.violations.forms.admin import (
    AccusationForm,
    EndingForm,
    EvidenceForm,
    HearingRecordForm,
    InViewForm,
    TakeBackForm,
    VoteForm,
)
from association.violations.forms.measures import ProposalForm
from association.violations.models import Case, CaseSettings
from association.violations.models.case import FOUR_FACTS
from association.violations.package.contents import comes_from_outside
from association.violations.selectors.danger import suspended_by
from association.violations.selectors.office import evidence_of, readers_of
from association.violations.selectors.people import possible_deciders
from association.violations.selectors.school import breach_of, deciders_needed
from association.violations.services import (
    add_evidence,
    amend_case,
    close_case,
    dismiss_case,
    hold_hearing,
    put_to_decision,
    take_back_case,
    tell_school,
    vote_case,
)
from association.violations.views.school_rights import rights_of
from association.violations.views.school_words import next_of
from association.violations.viewsets.acting import CaseActView
from association.violations.viewsets.effect import CarryOutView, DangerView, effect_of
from association.violations.viewsets.foretold import as_decided, as_told
from association.violations.viewsets.notices import DraftNoticeView


class AmendView(CaseActView):
    """Change what a case is about, before the school is told."""

    act_name = "amend"
    page_title = _("Change the facts")
    question = _("The school was not told yet. From the moment it is, the facts stand still.")
    button_label = _("Keep these facts")
    success_message = _("The facts are changed.")

    def get_form(self, form_class: type | None = None) -> AccusationForm:
        return AccusationForm(school=self.object.school, **self.get_form_kwargs())

    def get_initial(self) -> dict[str, Any]:
        case = self.object
        breach = breach_of(case)
        names = ("severity", "facts", *FOUR_FACTS)
        return {"breach": breach and str(breach.pk)} | {name: getattr(case, name) for name in names}

    def act(self, form: AccusationForm) -> None:
        amend_case(case=self.object, accusation=form.accusation(), acting_user=self.request.user)


class AddEvidenceView(CaseActView):
    """Take a picture or a PDF in, with its checksum."""

    act_name = "add_evidence"
    form_class = EvidenceForm
    page_title = _("Add evidence")
    success_message = _("The evidence is kept, with its checksum.")

    @property
    def question(self) -> str:
        kept = gettext(
            "The file is kept with its checksum and cannot be changed or taken out. Whoever reads "
            "it is noted."
        )
        said = [kept]
        if comes_from_outside(self.object):
            said.append(
                gettext(
                    "The school reads title and origin and opens the file: nothing in them may "
                    "show who reported it."
                )
            )
        if self.object.status == CaseStatus.TOLD:
            said.append(gettext("The school was told already, so it gets its days to answer anew."))
        return " ".join(said)

    def get_form(self, form_class: type | None = None) -> EvidenceForm:
        outside = comes_from_outside(self.object)
        return EvidenceForm(from_outside=outside, **self.get_form_kwargs())

    def act(self, form: EvidenceForm) -> None:
        count_upload(self.request.user)
        file = form.cleaned_data["file"]
        add_evidence(
            case=self.object,
            title=form.cleaned_data["title"],
            origin=form.cleaned_data["origin"],
            data=file.read(),
            name=file.name,
            acting_user=self.request.user,
        )


class TellView(CaseActView):
    """Choose the measure in view, read what the school will read, then tell it."""

    act_name = "tell"
    form_class = InViewForm
    template_name = "violations/admin/tell.html"
    page_title = _("Tell the school")
    success_message = _("The school is told. Its days to answer have begun.")

    def get_form(self, form_class: type | None = None) -> InViewForm:
        return InViewForm(severity=self.object.severity, **self.get_form_kwargs())

    def form_valid(self, form: InViewForm) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        told = as_told(self.object, in_view=Measure(form.cleaned_data["in_view"]))
        return self.render_to_response(self.get_context_data(form=form, **_read_by_school(told)))

    def act(self, form: InViewForm) -> None:
        tell_school(
            case=self.object,
            in_view=form.cleaned_data["in_view"],
            acting_user=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        return super().get_context_data(
            evidence=evidence_of(case),
            readers=readers_of(case),
            case=case,
            breach=breach_of(case),
            **kwargs,
        )


def _read_by_school(told: Case) -> dict[str, Any]:
    """Return what the school's own page is made from, for a case as it would be."""
    deciders = deciders_needed(told)
    return {
        "told": told,
        "next": next_of(told, deciders=deciders, answered_before=False),
        "rights": rights_of(told, deciders=deciders),
        "facts": [
            {"label": told._meta.get_field(name).verbose_name, "value": getattr(told, name)}
            for name in FOUR_FACTS
            if getattr(told, name)
        ],
    }


class HearView(CaseActView):
    """Keep what was said when the school was heard in person."""

    act_name = "hear"
    form_class = HearingRecordForm
    template_name = "violations/admin/after_answer.html"
    page_title = _("Keep the record of the hearing")
    question = _("Once it is kept it cannot be changed. The school reads it on its desk.")
    button_label = _("Keep the record")
    success_message = _("The record is kept.")

    def act(self, form: forms.Form) -> None:
        hold_hearing(case=self.object, acting_user=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.object.statements.select_related("author")
        return super().get_context_data(said=said, **kwargs)


class PutView(CaseActView):
    """Put a measure with its reasons before some people."""

    act_name = "put"
    template_name = "violations/admin/after_answer.html"
    page_title = _("Put it to decision")
    success_message = _("It is put to decision. Those named find it on their first page.")

    @property
    def question(self) -> str:
        known = {"possible": len(possible_deciders(self.object)), "needed": self.needed()}
        if known["possible"] < known["needed"]:
            return (
                gettext(
                    "Only %(possible)s people can decide this case, and it needs %(needed)s. Ask "
                    "the secretary-general to name more people who decide cases."
                )
                % known
            )
        return gettext(
            "Those you name read facts, evidence, answer and reasons, and vote by name. Enough "
            "votes in favour, and it is the decision. Until then the school reads nothing of it."
        )

    def get_form(self, form_class: type | None = None) -> ProposalForm:
        return ProposalForm(
            case=self.object,
            possible=possible_deciders(self.object),
            needed=self.needed(),
            **self.get_form_kwargs(),
        )

    def needed(self) -> int:
        """Return how many people the case's severity needs today, whatever it was put to before."""
        return CaseSettings.load().quorum_of(self.object.severity)

    def act(self, form: ProposalForm) -> None:
        put_to_decision(
            case=self.object,
            measure=form.cleaned_data["measure"],
            reasons=form.cleaned_data["reasons"],
            panel=form.panel_chosen(),
            publication=form.publication(),
            acting_user=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.object.statements.select_related("author")
        return super().get_context_data(said=said, **kwargs)


class TakeBackView(CaseActView):
    """Take the proposal back before it is decided."""

    act_name = "take_back"
    form_class = TakeBackForm
    page_title = _("Take the proposal back")
    question = _(
        "Say because somebody named cannot vote. The votes so far stay on record and count no "
        "more; the proposal can be put to decision again."
    )
    success_message = _("Taken back. It can be put to decision again.")

    def act(self, form: forms.Form) -> None:
        take_back_case(
            case=self.object, reason=form.cleaned_data["reason"], acting_user=self.request.user
        )


class VoteView(CaseActView):
    """Read the proposal and what would follow, and vote by name."""

    permission_required = "decide"
    act_name = "vote"
    form_class = VoteForm
    template_name = "violations/admin/vote.html"
    page_title = _("Read the proposal and vote")
    button_label = _("Vote, in my name")
    button_class = "serious"
    success_message = _("Your vote is kept, with your name.")

    def act(self, form: VoteForm) -> None:
        vote_case(
            case=self.object,
            in_favour=form.in_favour,
            words=form.cleaned_data["words"],
            acting_user=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, decided = self.object, as_decided(self.object)
        in_favour = case.votes.filter(ballot=case.ballot, in_favour=True).count()
        named = case.people.filter(part=Part.DECIDER, ballot=case.ballot).count()
        return super().get_context_data(
            case=case,
            breach=breach_of(case),
            evidence=evidence_of(case),
            said=case.statements.select_related("author"),
            in_favour=in_favour,
            decides=in_favour + 1 >= case.quorum,
            decided=decided,
            # The vote that makes the quorum is the last one.
            votes={"named": named, "in_favour": case.quorum},
            next=next_of(decided, deciders=case.quorum, answered_before=True),
            readers=readers_of(case),
            **effect_of(case),
            **kwargs,
        )


class CloseView(CaseActView):
    """Close a decided case: it is done."""

    act_name = "close"
    form_class = EndingForm
    page_title = _("Close the case")
    question = _("What was decided is done. The school reads your words on its desk.")
    success_message = _("The case is closed.")

    def act(self, form: forms.Form) -> None:
        close_case(
            case=self.object, words=form.cleaned_data["words"], acting_user=self.request.user
        )


class DismissView(CaseActView):
    """Do not pursue a case, decided by somebody who did not look into it."""

    permission_required = "dismiss"
    act_name = "dismiss"
    form_class = EndingForm
    page_title = _("Do not pursue the case")
    success_message = _("The case is not pursued.")

    @property
    def question(self) -> str:
        if self.object.told_at is None:
            return gettext("The school was not told of the case, and will not read of it.")
        read = gettext("The school reads on its desk that the case is not pursued, and your words.")
        lifted = [
            gettext(
                "The suspension of plaque %(number)s for danger ends in the same second, and "
                "parents read nothing of it any more."
            )
            % {"number": held.plaque.number}
            for held in suspended_by(self.object)
        ]
        return " ".join([read, *lifted])

    def act(self, form: forms.Form) -> None:
        dismiss_case(
            case=self.object, words=form.cleaned_data["words"], acting_user=self.request.user
        )


ACTS = [
    ("amend", AmendView),
    ("add_evidence", AddEvidenceView),
    ("tell", TellView),
    ("hear", HearView),
    ("put", PutView),
    ("take_back", TakeBackView),
    ("vote", VoteView),
    ("close", CloseView),
    ("carry_out", CarryOutView),
    ("danger", DangerView),
    ("draft_notice", DraftNoticeView),
    ("dismiss", DismissView),
]
