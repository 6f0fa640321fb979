"""What tests of cases in the admin share."""

from collections import Counter

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.services import appoint_representative
from association.violations.enums import CaseStatus
from tests.factories import make_photo, make_secretary

LIST = "/admin/cases/"
OPEN = f"{LIST}open/"
SENT = {
    "amend": {"severity": "S1", "facts": "更正：收费项目未公示。", "times": "周日下午"},
    "add_evidence": {"title": "公示栏", "origin": "10月12日拍摄"},
    "tell": {"in_view": "mend", "confirm": "1"},
    "hear": {"record": "校长到场，陈述已补公示。"},
    "put": {"measure": "mend", "reasons": "事实清楚。"},
    "take_back": {"reason": "有人需回避"},
    "vote": {"vote": "for"},
    "close": {"words": "复查已补公示。"},
    "dismiss": {"words": "经核实不属实。"},
}
# In which state each act is possible, the state afterwards, and whose act it is.
STATES = {
    "amend": (CaseStatus.OPEN, CaseStatus.OPEN),
    "add_evidence": (CaseStatus.OPEN, CaseStatus.OPEN),
    "tell": (CaseStatus.OPEN, CaseStatus.TOLD),
    "hear": (CaseStatus.TOLD, CaseStatus.TOLD),
    "put": (CaseStatus.TOLD, CaseStatus.DECIDING),
    "take_back": (CaseStatus.DECIDING, CaseStatus.TOLD),
    "vote": (CaseStatus.DECIDING, CaseStatus.DECIDING),
    "close": (CaseStatus.DECIDED, CaseStatus.CLOSED),
    "dismiss": (CaseStatus.TOLD, CaseStatus.DISMISSED),
}
DECIDERS_ACTS = ("vote", "dismiss")


def address(act, case):
    return f"{LIST}{act}/{case.pk}/"


def page(case):
    return reverse("case_admin:inspect", args=[case.pk])


def upload(name="wall.jpg", data=None):
    return SimpleUploadedFile(name, make_photo() if data is None else data)


def make_own_clerk(school, role=Role.CLERK):
    """Somebody of the secretariat who acts for a school as well."""
    user = make_secretary(role)
    appoint_representative(school=school, user=user, capacity="staff", acting_user=None)
    return user


def panel_of(case):
    """The people named in the present ballot."""
    return [row.user for row in case.people.filter(part="decider", ballot=case.ballot)]


def act_page(record, act="inspect"):
    """The address of an act on an appeal, an objection or a repair."""
    room = f"{record._meta.model_name}s"
    return f"/admin/{room}/{act}/{record.pk}/"


def found(client, room, **where):
    """What a list of appeals, objections or repairs shows."""
    return set(client.get(f"/admin/{room}/", where).context["object_list"])


def board(client):
    """How much waits by the words of each line; what has nothing in it has no line."""
    panels = client.get("/admin/").context["panels"]
    lines = [line for panel in panels if hasattr(panel, "lines") for line in panel.lines()]
    return Counter({str(line.label): line.count for line in lines})
