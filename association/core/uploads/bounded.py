"""Forms for everybody that take files: what is announced as too large is refused unread."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def at_most(limit: int) -> Callable[[View], View]:
    """Refuse a request whose body is larger before any of it is read.

    limit: bytes of the whole body. The check against forged requests reads the body itself, so it
    is put behind this. The answer is 413 (`core.refusals`).
    """

    def bounded(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            announced = request.META.get("CONTENT_LENGTH") or "0"
            if not announced.isdecimal() or int(announced) > limit:
                raise RequestDataTooBig("a file that is too large for this form")
            return protected(request, *args, **kwargs)

        return guarded

    return bounded
