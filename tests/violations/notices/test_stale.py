"""The editor saves by itself: what was loaded before an approval undoes nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from association.violations.models import NoticePage
from tests.violations.notices.board import make_notice

pytestmark = pytest.mark.django_db


def test_what_was_loaded_before_the_approval_does_not_hide_a_notice():
    page = make_notice()
    stale = NoticePage.objects.get(pk=page.pk)
    stale.live, stale.live_revision = False, None
    with pytest.raises(PermissionDenied):
        stale.save()
    assert NoticePage.objects.get(pk=page.pk).live
