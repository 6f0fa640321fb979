"""Lists in the admin whose records have pages on the site, where they are read and decided."""

from django.urls import URLPattern, path, reverse
from wagtail.admin.admin_url_finder import ModelAdminURLFinder

from association.core.viewsets import RecordViewSet
from association.peer_review.models import Finding, Report
from association.peer_review.permissions import finding_policy, report_policy


class PageOnSiteFinder(ModelAdminURLFinder):
    """Leads from the audit trail to a record's page on the site, for whoever may read it."""

    def get_edit_url(self, instance: Finding | Report) -> str | None:
        policy = finding_policy if isinstance(instance, Finding) else report_policy
        readable = not self.user or policy.user_has_permission(self.user, "view")
        return self.construct_edit_url(instance) if readable else None

    def construct_edit_url(self, instance: Finding | Report) -> str:
        if isinstance(instance, Finding):
            return reverse("peer_review:finding", args=[instance.code])
        return reverse("peer_review:report", args=[instance.visit_id])


class OnSiteViewSet(RecordViewSet):
    """A list in the admin of records that have their pages on the site."""

    inspect_view_enabled = False
    url_finder_class = PageOnSiteFinder

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
