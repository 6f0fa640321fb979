from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeerReviewConfig(AppConfig):
    name = "association.peer_review"
    label = "peer_review"
    verbose_name = _("Peer review")

    def ready(self) -> None:
        from association.peer_review import (  # noqa: PLC0415 -- they need the models
            asks,
            desk_papers,
            panels,
            receivers,  # noqa: F401 -- listens to lower rooms
            told,
        )

        asks.register()
        desk_papers.register()
        panels.register()
        told.register()
