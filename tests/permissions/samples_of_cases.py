"""Samples of cases: what their school reads and says, and what the secretariat does in them."""

from association.core import clock
from association.pledges.models import BreachCode
from association.violations.models import CaseSettings
from tests.factories import make_photo
from tests.permissions.plaques import upload

WORDS = {"words": "已经说明"}


def _of_school(part, **posted):
    """A case asked for at the principal's school."""

    def sample(world):
        named = {"uscc": world.school.uscc, "code": getattr(world, part).code}
        return named | ({"POST": posted} if posted else {})

    return sample


def _evidence_of_school(part):
    def sample(world):
        evidence = getattr(world, part)
        return {"uscc": world.school.uscc, "code": evidence.case.code, "pk": evidence.pk}

    return sample


def _case(part, **posted):
    return lambda world: {"pk": getattr(world, part).pk} | ({"POST": posted} if posted else {})


def _breach(world):
    signed = world.school.pledges.accepted().get().covenant_version
    return BreachCode.objects.get(promise__version=signed, code="B81").pk


def _opening(world):
    sent = {"source": "patrol", "reference": "巡查记录", "severity": "S2", "facts": "未公示"}
    return {
        "?": f"school={world.school.uscc}",
        "POST": sent | {"breach": _breach(world)},
    }


def _amending(world):
    sent = {"severity": "S1", "facts": "更正", "breach": _breach(world)}
    return {"pk": world.open_case.pk, "POST": sent}


def _with_photo(world):
    sent = {"title": "公示栏", "origin": "巡查", "file": upload(make_photo())}
    return {"pk": world.open_case.pk, "POST": sent}


def _hearing(world):
    sent = {"held_on": clock.today().isoformat(), "record": "校长到场"}
    return {"pk": world.case_to_hear.pk, "POST": sent}


def _putting(world):
    panel = [world.people[role].pk for role in ("approver", "secretary")]
    sent = {"measure": "talk", "reasons": "事实清楚", "panel": panel}
    return {"pk": world.answered_case.pk, "POST": sent}


def _danger(world):
    sent = {
        "plaque": world.plaque_in_danger.pk,
        "reason": "一处安全出口被桌椅占用",
        "confirm": "1",
    }
    return {"pk": world.grave_case.pk, "POST": sent}


def _clocks(world):
    rules = world.case_settings
    names = [field.name for field in CaseSettings._meta.fields if field.name != "id"]
    return {
        "app_name": "violations",
        "model_name": "casesettings",
        "pk": rules.pk,
        "POST": {name: getattr(rules, name) for name in names} | {"answer_days": 7},
    }


DESK = {
    "violations:school_cases": lambda world: {"uscc": world.school.uscc},
    "violations:case": _of_school("told_case"),
    "violations:evidence": _evidence_of_school("case_evidence"),
    "violations:answer": _of_school("told_case", **WORDS),
    "violations:ask_hearing": _of_school("told_case", **WORDS),
}
# Not told yet, and of another school, asked for at one's own address.
NOT_FOR_IT = {
    "violations:case [not told yet]": _of_school("open_case"),
    "violations:case [another school's]": _of_school("strange_case"),
    "violations:answer [another school's]": _of_school("strange_case", **WORDS),
    "violations:ask_hearing [another school's]": _of_school("strange_case", **WORDS),
    "violations:evidence [another school's]": _evidence_of_school("strange_case_evidence"),
}
ADMIN = {
    "case_admin:index": {},
    "case_admin:index [as XLSX]": {"?": "export=xlsx"},
    "case_admin:inspect": _case("decided_case"),
    "case_admin:read_evidence": _case("case_evidence"),
    "case_admin:open": _opening,
    "case_admin:open [which school]": {},
    "case_admin:amend": _amending,
    "case_admin:add_evidence": _with_photo,
    "case_admin:tell": _case("case_to_tell", in_view="mend", confirm="1"),
    "case_admin:hear": _hearing,
    "case_admin:put": _putting,
    "case_admin:put [not yet]": _case("told_case"),
    "case_admin:take_back": _case("case_to_decide", reason="有人需回避"),
    "case_admin:vote": _case("case_to_decide", vote="for"),
    "case_admin:close": _case("decided_case", **WORDS),
    "case_admin:dismiss": _case("told_case", **WORDS),
    "case_admin:carry_out": _case("case_to_carry_out"),
    "case_admin:danger": _danger,
    "wagtailsettings:edit [violations.casesettings]": _clocks,
}

CASES = DESK | NOT_FOR_IT | ADMIN
