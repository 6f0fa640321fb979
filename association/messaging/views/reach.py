from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from association.messaging.adapters import adapters
from association.messaging.forms import ReachForm
from association.messaging.models import Reach
from association.messaging.services import change_reach


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reach(request: HttpRequest) -> HttpResponse:
    """Ask a person for a number for short messages, or take it away again."""
    row = Reach.objects.filter(user=request.user).first()
    form = ReachForm(request.POST or None, initial={"phone": row.phone if row else ""})
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        change_reach(phone=phone, acting_user=request.user)
        messages.success(
            request, _("Your number is kept.") if phone else _("Your number is removed.")
        )
        return redirect("messaging:inbox")
    context = {"form": form, "rings": any(way.needs_phone for way in adapters())}
    status = 422 if form.is_bound else 200
    return render(request, "messaging/reach.html", context, status=status)
