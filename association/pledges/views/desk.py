"""What all pages of the pledge share: the school, where it stands, and who is looking."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core.errors import RuleError
from association.pledges.models import Pledge
from association.pledges.permissions import signing_capacity
from association.pledges.selectors import Standing


def address(name: str, school: School, *args: object) -> str:
    """Return the address of one of this room's pages for a school."""
    return reverse(f"pledges:{name}", args=[school.uscc, *args])


def show(
    request: HttpRequest,
    template: str,
    school: School,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page of the school's desk."""
    frame = {
        "school": school,
        "desk_title": _("The school's desk"),
        "desk_url": reverse("alliances:school_desk", args=[school.uscc]),
    }
    return render(request, f"pledges/{template}", frame | context, status=status)


def say_and_return(request: HttpRequest, refusal: RuleError, target: str) -> HttpResponse:
    """Tell a person why an act was not possible, on the page it leads back to."""
    messages.error(request, str(refusal))
    return redirect(target)


def where_it_stands(school: School, standing: Standing) -> HttpResponse:
    """Lead on to the receipt of a signed pledge, else to the overview."""
    submitted = standing.submitted
    if submitted is not None:
        return redirect(receipt_address(submitted, school))
    return redirect(address("overview", school))


def receipt_address(pledge: Pledge, school: School) -> str:
    """Return the address of a signed pledge's receipt."""
    return address("receipt", school, pledge.receipt_no)


def only_the_principal(request: HttpRequest, school: School) -> HttpResponse | None:
    """Return the page that says who signs, or None to those who may."""
    if signing_capacity(user=request.user, school=school) is not None:
        return None
    return show(request, "principal_signs.html", school, {}, status=403)
