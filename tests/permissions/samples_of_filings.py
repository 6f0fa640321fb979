"""Samples of filings and joint visits: a department's desk, and the secretariat's pages."""

from association.alliances.models import Department
from association.core import clock
from association.violations.package import contents_of


def _row(part, **posted):
    return lambda world: {"pk": getattr(world, part).pk} | ({"POST": posted} if posted else {})


def _department(world):
    return {"code": world.department.code}


def _filing(part, **posted):
    def sample(world):
        named = _department(world) | {"filing": getattr(world, part).code}
        return named | ({"POST": posted} if posted else {})

    return sample


def _acknowledging(world):
    sent = {"receipt_no": "示教备7号", "received_on": clock.today().isoformat()}
    return _filing("sent_filing", **sent)(world)


def _visit(world):
    sent = {"takes_place": "no", "answer": "人手不足"}
    return _department(world) | {"pk": world.joint_visit.pk, "POST": sent}


def _sending(world):
    seen = contents_of(world.filing_to_send).fingerprint
    return {"pk": world.filing_to_send.pk, "POST": {"seen": seen}}


def _preparing(world):
    other = Department.objects.exclude(pk=world.department.pk).first()
    return {"pk": world.case_to_file.pk, "POST": {"department": other.pk}}


def _asking(world):
    day = clock.today().isoformat()
    sent = {"department": world.department.pk, "words": "请派员", "wished_on": day}
    return {"pk": world.case_to_visit.pk, "POST": sent}


def _keeping(world):
    sent = {"held_on": clock.today().isoformat(), "record": "协会陪同并记录"}
    return {"pk": world.agreed_visit.pk, "POST": sent}


DESK = {
    "violations:department_filings": _department,
    "violations:department_filings_xlsx": _department,
    "violations:department_filings_csv": _department,
    "violations:department_filing": _acknowledging,
    "violations:department_filing [not sent]": _filing("filing_to_send", receipt_no="1"),
    "violations:filing_package": _filing("sent_filing"),
    "violations:department_visit": _visit,
}
ADMIN = {
    "filing_admin:index": {},
    "filing_admin:inspect": _row("sent_filing"),
    "filing_admin:package": _row("sent_filing"),
    "filing_admin:package [not sent]": _row("filing_to_send"),
    "filing_admin:prepare": _preparing,
    "filing_admin:send": _sending,
    "filing_admin:drop": _row("filing_to_send", reason="选错了部门"),
    "filing_admin:chase": _row("sent_filing", ok="1"),
    "filing_admin:ask_source": _row("filing_from_outside", reason="法"),
    "filing_admin:agree_source": _row("filing_to_agree", ok="1"),
    "joint_visit_admin:index": {},
    "joint_visit_admin:inspect": _row("agreed_visit"),
    "joint_visit_admin:ask": _asking,
    "joint_visit_admin:keep": _keeping,
    "joint_visit_admin:miss": _row("agreed_visit", reason="学校停课"),
    "joint_visit_admin:withdraw": _row("joint_visit", reason="学校停课"),
}

FILINGS = DESK | ADMIN
