"""A list or a file for print that leaves the house is an act: who took which."""

from collections.abc import Callable

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from association.core.audit import record_act
from association.core.enums import Act

ACTS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Act.DOWNLOAD_LIST,
    "text/csv": Act.DOWNLOAD_LIST,
    # Plaques to make, and invitations, whose codes are keys.
    "application/pdf": Act.DOWNLOAD_PRINT,
    "application/zip": Act.DOWNLOAD_PRINT,
}
# What editors hand out to everybody.
PAPERS = "wagtaildocs_serve"


def download_of(response: HttpResponseBase, obj: models.Model) -> HttpResponseBase:
    """Let the audit trail tell which record a download is of; else it tells the address.

    Returns the same answer.
    """
    response.download_of = obj
    return response


class DownloadsAreActsMiddleware:
    """Records every list and file for print a signed-in person takes, before a byte of it is sent.

    Here and not in each view, so that no file can be forgotten, Wagtail's own lists among them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        act = _act_of(request, response)
        if act and request.user.is_authenticated:
            obj = getattr(response, "download_of", None)
            record_act(
                action=f"core.{act}",
                user=request.user,
                obj=obj,
                label="" if obj else request.path_info,
                reason=request.GET.urlencode(safe="/:"),
            )
        return response


def _act_of(request: HttpRequest, response: HttpResponseBase) -> Act | None:
    told = response.headers.get("Content-Disposition", "")
    if request.method == "HEAD" or response.status_code != 200 or not told.startswith("attachment"):
        return None
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    act = ACTS.get(kind)
    found = request.resolver_match
    is_paper = found is not None and found.view_name == PAPERS
    return None if act == Act.DOWNLOAD_PRINT and is_paper else act
