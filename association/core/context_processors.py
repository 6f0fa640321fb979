from django.http import HttpRequest

from association.core.models import AssociationProfile


def association(request: HttpRequest) -> dict[str, object]:
    """Give every template the association's profile; read once for each request."""
    return {"association": AssociationProfile.load(request_or_site=request)}
