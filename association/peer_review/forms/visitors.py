"""Who goes to a visit, chosen among those who may."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import MembershipStatus
from association.alliances.selectors import acting_now, schools_acted_for
from association.peer_review.models import Seat, Visit


def may_be_seated(visit: Visit) -> QuerySet:
    """Return who visits for the alliance of a visited school, without whoever acts for that one.

    Whoever already has a place in the visit is left out as well.
    """
    alliances = visit.school.memberships.filter(status=MembershipStatus.ACTIVE).values("alliance")
    visiting = get_user_model().objects.filter(
        is_active=True,
        visited_alliances__alliance__in=alliances,
        visited_alliances__until__isnull=True,
    )
    seated = visit.seats.filter(until__isnull=True, visitor__isnull=False).values("visitor")
    own = acting_now().filter(school=visit.school_id).order_by().values("user")
    rows = visiting.exclude(pk__in=seated).exclude(pk__in=own)
    return rows.distinct().order_by("username")


def may_be_named(seat: Seat) -> QuerySet:
    """Return who acts for the school that sends a visitor, without whoever acts for both."""
    acting = acting_now().order_by()
    sent = acting.filter(school=seat.school_id).values("user")
    visited = acting.filter(school=seat.visit.school_id).values("user")
    rows = get_user_model().objects.filter(is_active=True, pk__in=sent)
    return rows.exclude(pk__in=visited).order_by("username")


class _PersonForm(forms.Form):
    user = forms.ModelChoiceField(
        label=_("Person"),
        queryset=get_user_model().objects.none(),
        empty_label=_("Choose a person"),
        error_messages={
            "required": _("Choose a person"),
            "invalid_choice": _("This person cannot go any more. Please choose another."),
        },
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = schools_acted_for(people)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda user: " · ".join(
            [str(user), *(school.name for school in schools.get(user.pk, []))]
        )
        self.is_possible = people.exists()


class SeatVisitorForm(_PersonForm):
    """Who visits a school in a sweep or a random draw. is_possible: there is somebody to choose."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, people=may_be_seated(visit), **kwargs)


class NameVisitorForm(_PersonForm):
    """Whom a school sends. is_possible: there is somebody to choose."""

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, people=may_be_named(seat), **kwargs)
        if not self.is_bound:
            self.initial.setdefault("user", seat.visitor_id)
