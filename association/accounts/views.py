from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from association.accounts.desks import desk_address


@login_required
def my_desk(request: HttpRequest) -> HttpResponse:
    """Send a signed-in person to their desk, or tell them that they have none yet."""
    address = desk_address(request.user)
    if address is None:
        return render(request, "accounts/no_desk.html")
    return redirect(address)
