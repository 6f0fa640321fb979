"""Wagtail's import of redirects, which falls over a form that it did not make itself."""

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.redirects import views

SIGNED = ("import_file_name", "input_format")


@require_admin_access
@views.permission_checker.require_any("add")
@require_POST
def process_import(request: HttpRequest) -> HttpResponse:
    """Import the redirects of an uploaded file; without its signed name, ask for the file again."""
    try:
        for field in SIGNED:
            Signer().unsign(request.POST.get(field, ""))
    except BadSignature:
        messages.error(request, _("Please choose the file once more."))
        return redirect("wagtailredirects:start_import")
    return views.process_import(request)
