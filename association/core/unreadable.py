"""Wagtail's own screens fail on values that no browser sends; such a request is answered 400."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request
from modelsearch.backends.base import FilterFieldError
from PIL import UnidentifiedImageError

from association.core.middleware import ADMIN_PREFIX

logger = logging.getLogger(__name__)

# What a value raises that is no number, too large a number, no text, of no row, or not there.
OF_A_VALUE = (
    AttributeError,
    DataError,
    FilterFieldError,  # Wagtail offers filters that its search does not know
    MultiValueDictKeyError,
    ObjectDoesNotExist,
    OverflowError,
    UnidentifiedImageError,
    ValidationError,
    ValueError,
)
OURS = tuple(f"{settings.ROOT / name}/" for name in ("association", "home"))


class UnreadableInputMiddleware:
    """Answers 400 where code that is not ours gives up on a value, below /admin/ alone.

    Code of ours has to say itself what is wrong: there the same error stays a 500. What happened
    is logged in full either way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse a `next` that is no address: Wagtail would act, and then fail on it."""
        if not request.path_info.startswith(ADMIN_PREFIX):
            return None
        targets = [*request.GET.getlist("next"), *request.POST.getlist("next")]
        if any(target and not target.startswith("/") for target in targets):
            return bad_request(request, BadRequest("next is no address of this site"))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer to a request that was not understood, None for any other error."""
        if not request.path_info.startswith(ADMIN_PREFIX) or not _is_of_a_value(exception):
            return None
        if any(
            frame.filename.startswith(OURS)
            for frame in traceback.extract_tb(exception.__traceback__)
        ):
            return None
        logger.error("Unreadable input at %s", request.path, exc_info=exception)
        return bad_request(request, exception)


def _is_of_a_value(exception: Exception) -> bool:
    # SQLite's full-text search takes quotation marks for its own language.
    searching = isinstance(exception, OperationalError) and "fts5" in str(exception)
    return searching or isinstance(exception, OF_A_VALUE)
