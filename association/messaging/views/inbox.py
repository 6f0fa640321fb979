from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from association.messaging.permissions import message_policy
from association.messaging.services import mark_all_read, mark_read

ON_A_PAGE = 20


@login_required
@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """List what one was told, the newest first."""
    rows = message_policy.rows(request.user, "view")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    unread = rows.unread().count()
    return render(request, "messaging/inbox.html", {"page": page, "unread": unread})


@login_required
@require_safe
@never_cache
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message; it counts as read from then on."""
    row = get_object_or_404(message_policy.rows(request.user, "view"), pk=pk)
    if request.method == "GET":
        mark_read(message=row, acting_user=request.user)
    deliveries = row.deliveries.order_by("pk")
    return render(request, "messaging/message.html", {"message": row, "deliveries": deliveries})


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of one's messages as read."""
    count = mark_all_read(acting_user=request.user)
    told = ngettext("%(count)s message is read.", "%(count)s messages are read.", count)
    messages.success(request, told % {"count": count} if count else _("All was read already."))
    return redirect("messaging:inbox")
