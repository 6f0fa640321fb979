from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from association.alliances.models import Alliance
from home.lists import school_list
from home.models.bilingual import BilingualPage
from home.selectors import (
    changes_of_versions,
    covenant_in_force,
    earlier_versions,
    pledging_schools,
)


class PledgePage(BilingualPage):
    """The covenant in force, word for word, and every school that has signed it."""

    template = "pages/pledge_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("pledge page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the covenant from the register and the pledging schools the request asks for."""
        covenant, earlier = covenant_in_force(), earlier_versions()
        return (
            super().get_context(request, *args, **kwargs)
            | school_list(request, find=pledging_schools)
            | {
                "covenant": covenant,
                "earlier": earlier,
                "changes": changes_of_versions(covenant, earlier),
                "alliances": Alliance.objects.all(),
            }
        )
