"""A list that leaves the house is an act: who took which, and by which filters."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from association.core.audit import record_act
from association.core.enums import Act

LISTS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
)


class DownloadsAreActsMiddleware:
    """Records every spreadsheet that a signed-in person downloads, before a byte of it is sent.

    Here and not in each view, so that no list can be forgotten, Wagtail's own among them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_list(response) and request.method != "HEAD" and request.user.is_authenticated:
            record_act(
                action=f"core.{Act.DOWNLOAD_LIST}",
                user=request.user,
                label=request.path_info,
                reason=request.GET.urlencode(safe="/:"),
            )
        return response


def _is_list(response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    told = response.headers.get("Content-Disposition", "")
    return response.status_code == 200 and kind in LISTS and told.startswith("attachment")
