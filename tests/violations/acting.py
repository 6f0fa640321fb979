"""What the tests of cases share: days, and what stands in the tables of the room."""

import datetime as dt

from django.apps import apps
from django.utils import timezone

from association.core import clock
from association.core.models import AuditEntry
from association.violations.enums import CaseSource
from association.violations.services import open_case
from tests.factories.cases import make_accusation


def on(day):
    """The clock at ten o'clock of a day."""
    return clock.at(timezone.make_aware(dt.datetime.combine(day, dt.time(10))))


def everything():
    """All rows of the room and what the audit trail says of it: what a refused act leaves alone."""
    models = apps.get_app_config("violations").get_models()
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    audit = AuditEntry.objects.filter(action__startswith="violations.").order_by("pk")
    return rows | {"audit": list(audit.values())}


def open_on(finding, clerk):
    """Open a case on a finding."""
    return open_case(
        school=finding.school,
        source=CaseSource.FINDING,
        finding=finding,
        accusation=make_accusation(finding.school),
        acting_user=clerk,
    )
