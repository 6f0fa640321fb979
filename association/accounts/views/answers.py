"""How a form that was not right is answered, and who has to prove who they are once more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from association.accounts.adapters import confirmed_lately
from association.accounts.attempts import too_many

View = Callable[..., HttpResponse]


def with_status(response: HttpResponse, *forms: Form | None) -> HttpResponse:
    """Answer 429, with the seconds to wait, where one of the forms was tried too often."""
    seconds = max((too_many(form) for form in forms if form is not None), default=0)
    if seconds:
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
    return response


def confirmed(view: View) -> View:
    """Let a view be used only by who proved who they are within the last quarter of an hour.

    Others do it now and come back.
    """

    @wraps(view)
    @login_required
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if confirmed_lately(request):
            return view(request, *args, **kwargs)
        # What was posted would have to be posted again, so they return to the page itself.
        back = request.get_full_path() if request.method == "GET" else reverse("accounts:me")
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': back})}")

    return checked
