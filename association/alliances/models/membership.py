from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import MEMBERSHIP_TRANSITIONS, MembershipStatus
from association.alliances.models.alliance import Alliance
from association.alliances.models.school import School
from association.core import clock
from association.core.regulated import Event, Regulated


class Membership(Regulated):
    """A school's time in one alliance (会员单位). Voluntary; ended ones stay as history."""

    transitions = MEMBERSHIP_TRANSITIONS
    school_field = "school"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="memberships")
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=MembershipStatus.choices,
        default=MembershipStatus.ACTIVE,
        editable=False,
    )
    joined_on = models.DateField(_("since"), default=clock.today)
    left_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-joined_on", "-pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(status="active"),
                name="alliances_membership_one_alliance_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.alliance}"


class MembershipEvent(Event):
    """What happened to a membership."""

    record = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
