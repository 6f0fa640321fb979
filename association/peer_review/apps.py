from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeerReviewConfig(AppConfig):
    name = "association.peer_review"
    label = "peer_review"
    verbose_name = _("Peer review")

    def ready(self) -> None:
        from association.peer_review import panels, receivers  # noqa: F401, PLC0415 -- need models

        panels.register()
