"""The signed papers of a pledge, for the secretariat."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from wagtail.admin import messages

from association.core.errors import RuleError
from association.pledges.models import IssuedPaper, Pledge
from association.pledges.papers.issuable import Available, papers_of
from association.pledges.permissions import pledge_policy
from association.pledges.services import issue_paper
from association.pledges.views.papers import kind_in, paper_response, signature_response_of


def papers_for(user: Any, pledge: Pledge) -> list[Available]:
    """Return the papers that a person may take away.

    Whoever decides on pledges may have one made; who reads alone gets what there is.
    """
    may_make = pledge_policy.user_has_permission(user, "review")
    papers = papers_of(pledge, pledge.papers.all())
    return [each for each in papers if each.paper or may_make]


class PaperView(View):
    """The PDF, for those who may view the pledge."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        pledges = pledge_policy.rows(request.user, "view").filter(receipt_no__isnull=False)
        pledge = get_object_or_404(pledges, pk=pk)
        known = kind_in(kind)
        if known not in {each.kind for each in papers_for(request.user, pledge)}:
            raise Http404
        try:
            issued = issue_paper(pledge=pledge, kind=known, acting_user=request.user)
            return self.response(issued)
        except RuleError as refusal:
            messages.error(request, str(refusal))
            return redirect("pledge:inspect", pledge.pk)

    def response(self, issued: IssuedPaper) -> HttpResponse:
        """Return what is handed out. Raises PaperLost."""
        return paper_response(issued)


class PaperSignatureView(PaperView):
    """The signature of that PDF."""

    def response(self, issued: IssuedPaper) -> HttpResponse:
        return signature_response_of(issued)
