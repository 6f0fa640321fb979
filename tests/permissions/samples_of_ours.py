"""Samples of the association's own addresses. What stands in brackets tells several apart."""

from django.conf import settings

from tests.factories import make_gate_photo, make_photo
from tests.permissions.plaques import upload
from tests.permissions.samples_of_boards import BOARDS
from tests.permissions.samples_of_cases import CASES
from tests.permissions.samples_of_changes import CHANGES
from tests.permissions.samples_of_filings import FILINGS
from tests.permissions.samples_of_findings import FINDINGS
from tests.permissions.samples_of_letters import LETTERS
from tests.permissions.samples_of_notices import NOTICES
from tests.permissions.samples_of_papers import PAPERS
from tests.permissions.samples_of_reports import REPORTS
from tests.permissions.samples_of_rounds import ROUNDS
from tests.permissions.samples_of_ways_back import WAYS_BACK


def _school(world):
    return {"uscc": world.school.uscc}


def _receipt(world):
    return {"uscc": world.signed_school.uscc, "receipt_no": world.submitted.receipt_no}


def _strange_receipt(world):
    """A stranger's receipt, asked for at one's own school."""
    return {"uscc": world.signed_school.uscc, "receipt_no": world.strange_submitted.receipt_no}


def _row(part):
    return lambda world: {"pk": getattr(world, part).pk}


def _number(part):
    return lambda world: {"number": getattr(world, part).number}


def _photo(part):
    return lambda world: {"name": getattr(world, part).name}


def _at_the_gate(sample, part, **more):
    """An address with a photo that shows the plaque of this part at its gate."""

    def with_photo(world):
        photo = upload(make_gate_photo(getattr(world, part)))
        return sample(world) | {"POST": {"photo": photo, **more}}

    return with_photo


def _of_a_bare_wall(part):
    """A photo of where a plaque hung, sent for the school that had to take it down."""
    return lambda world: {
        "uscc": world.taken_back.school.uscc,
        "number": getattr(world, part).number,
        "POST": {"photo": upload(make_photo())},
    }


def _hang(part):
    return lambda world: {"code": world.alliance.code, "number": getattr(world, part).number}


def _invitation(part):
    """An invitation asked for at the principal's school."""
    return lambda world: _school(world) | {"pk": getattr(world, part).pk}


def _of_successor(world):
    """The invitation of the school that is handed over by the principal."""
    return {"uscc": world.reading_school.uscc, "pk": world.successor_invitation.pk}


def _because(sample):
    """The same with a reason typed."""
    return lambda world: sample(world) | {"POST": {"reason": "有误"}}


PUBLIC = {
    "/v/": "/v/",
    "plaques:scan": lambda world: {"token": world.plaque.token},
    "/v/<str:token>/": lambda world: f"/v/{world.plaque.token}/",
    "plaques:scan [a replaced copy]": lambda world: {"token": world.old_copy.token},
    "plaques:gate_photo": _photo("photo"),
    "plaques:gate_photo [a replaced copy's]": _photo("old_photo"),
    "plaques:gate_photo [a bare wall]": _photo("bare_wall"),
    "plaques:verify_number": _number("plaque"),
    "plaques:report": lambda world: {
        "POST": {"number": world.plaque.number, "kind": "elsewhere", "words": "二路8号"}
    },
    "plaques:report [filled in wrongly]": {"POST": {"kind": "elsewhere"}},
    "plaques:share_card": _number("plaque"),
    "plaques:badge": _number("plaque"),
    "plaques:badge_page": _number("plaque"),
    "plaques:oembed": lambda world: {"?": f"url={settings.SITE_URL}/verify/{world.plaque.number}/"},
    "api:plaque": lambda world: {"number": world.plaque.number},
    "alliances:join": lambda world: {"code": world.invitation.code},
    "alliances:join_by_code": lambda world: {"POST": {"code": world.invitation.code.lower()}},
    "alliances:join [wrong code]": lambda world: {"code": f"{world.invitation.pk}-0123"},
}

DESKS = {
    "alliances:school_desk": _school,
    "alliances:leave": _school,
    "alliances:people": _school,
    "alliances:invite_staff": _school,
    "alliances:end_staff": lambda world: _school(world) | {"pk": world.own_staff.pk},
    "alliances:invitation": _invitation("staff_invitation"),
    "alliances:invitation [the successor's]": _of_successor,
    "alliances:invitation_slip": _invitation("staff_invitation"),
    "alliances:invite_again": _invitation("staff_invitation"),
    "alliances:take_invitation_back": _because(_invitation("staff_invitation")),
    "alliances:hand_over": lambda world: (
        _school(world) | {"POST": {"understood": "on", "reason": ""}}
    ),
    "alliances:call_off_hand_over": lambda world: {"uscc": world.reading_school.uscc},
    "alliances:decline_taking_over": _row("handover"),
    "alliances:led_alliance": lambda world: {"code": world.alliance.code},
    "alliances:contact": lambda world: {
        "code": world.alliance.code,
        "uscc": world.school.uscc,
        "POST": {"reason": "门口照片不清"},
    },
    "alliances:contact [another alliance's]": lambda world: {
        "code": world.alliance.code,
        "uscc": world.strange_plaque.school.uscc,
        "POST": {"reason": "门口照片不清"},
    },
    "alliances:visitors": lambda world: {
        "code": world.alliance.code,
        "POST": {"user": world.people["staff"].pk},
    },
    "alliances:end_visitor": lambda world: {
        "code": world.alliance.code,
        "pk": world.visitor_visits.pk,
    },
    "alliances:visited_alliance": lambda world: {"code": world.alliance.code},
    "alliances:read_department": lambda world: {"code": world.department.code},
    "plaques:register": lambda world: {"code": world.department.code},
    "plaques:register_file": lambda world: {"code": world.department.code},
    "plaques:hanging": lambda world: {"code": world.alliance.code},
    "plaques:hang": _at_the_gate(_hang("to_activate"), "to_activate"),
    "plaques:hang [a newer photo]": _at_the_gate(_hang("plaque"), "plaque", newer="1"),
    "pledges:overview": _school,
    "pledges:begin": lambda world: {"uscc": world.waiting_school.uscc},
    "pledges:promise": lambda world: {"uscc": world.reading_school.uscc, "code": "P1"},
    "pledges:sign": _school,
    "pledges:check": _school,
    "pledges:receipt": _receipt,
    "pledges:undo": _receipt,
    "pledges:hand_in": _receipt,
    "pledges:signature": _receipt,
    "plaques:picture": lambda world: _school(world) | {"number": world.plaque.number},
    "plaques:bare_wall": _of_a_bare_wall("taken_back"),
}

STRANGE_DESKS = {
    "pledges:receipt [another school's]": _strange_receipt,
    "pledges:undo [another school's]": _strange_receipt,
    "pledges:hand_in [another school's]": _strange_receipt,
    "pledges:signature [another school's]": _strange_receipt,
    "plaques:picture [another school's]": lambda world: (
        _school(world) | {"number": world.strange_plaque.number}
    ),
    "plaques:bare_wall [another school's]": _of_a_bare_wall("strange_taken_back"),
    "plaques:hang [another school's]": _hang("strange_plaque"),
    "alliances:end_staff [another school's]": lambda world: (
        _school(world) | {"pk": world.strange_staff.pk}
    ),
    "alliances:invitation [another school's]": _invitation("strange_invitation"),
    "alliances:invitation_slip [another school's]": _invitation("strange_invitation"),
    "alliances:invite_again [another school's]": _invitation("strange_invitation"),
    "alliances:take_invitation_back [another school's]": _because(
        _invitation("strange_invitation")
    ),
    "alliances:end_visitor [another alliance's]": lambda world: {
        "code": world.alliance.code,
        "pk": world.foreign_visits.pk,
    },
}

ADMIN = {
    "audit_trail": {},
    "audit_trail [as XLSX]": {"?": "export=xlsx"},
    "audit_trail [as CSV]": {"?": "export=csv"},
    "roster_imports:inspect": _row("roster"),
    "roster_imports:progress": _row("roster"),
    "roster_imports:confirm": _row("roster"),
    "roster_imports:errors": _row("roster"),
    "school_admin:inspect": _row("school"),
    "school_admin:edit": _row("school"),
    "school_admin:read_contact": lambda world: {
        "pk": world.school.pk,
        "POST": {"reason": "门口照片不清"},
    },
    "school_admin:invite": _row("school"),
    "school_admin:record_leaving": _row("school"),
    "school_admin:end_appointment": _row("representative"),
    "school_admin:add_campus": _row("school"),
    "school_admin:edit_campus": _row("campus"),
    "school_admin:remove_campus": _row("campus"),
    "invitation_admin:inspect": _row("invitation"),
    "invitation_admin:slip": _row("invitation"),
    "invitation_admin:take_back": _because(_row("invitation")),
    "invitation_admin:send_again": _row("invitation"),
    "invitation_admin:choose_many": lambda world: {
        "POST": {"chosen": [world.invitation.school_id], "key": "c" * 32, "confirm": "1"}
    },
    "invitation_admin:batch": _row("invited_together"),
    "invitation_admin:batch_sheets": _row("invited_together"),
    "handover_admin:inspect": _row("handover"),
    "handover_admin:confirm": _row("handover"),
    "handover_admin:refuse": _because(_row("handover")),
    "handover_admin:call_off": _because(_row("handover")),
    "school_admin:start_handover": _because(_row("signed_school")),
    "alliance_admin:inspect": _row("alliance"),
    "alliance_admin:edit": _row("alliance"),
    "alliance_admin:appoint_lead": _row("alliance"),
    "alliance_admin:end_lead": _row("lead"),
    "alliance_admin:appoint_visitor": _row("alliance"),
    "alliance_admin:end_visitor": _row("visitor_visits"),
    "department_admin:inspect": _row("department"),
    "department_admin:edit": _row("department"),
    "department_admin:appoint_liaison": _row("department"),
    "department_admin:end_liaison": _row("liaison_reads"),
    "calendar_admin:add": {"POST": {"day": "2031-01-02", "note": "元旦"}},
    "calendar_admin:edit": lambda world: (
        _row("calendar_day")(world) | {"POST": {"day": "2031-01-02", "working": "on"}}
    ),
    "calendar_admin:delete": _row("calendar_day"),
    "pledge:inspect": _row("to_decide"),
    "pledge:accept": _row("to_decide"),
    "pledge:return": _row("to_decide"),
    "pledge:signature": _row("submitted"),
    "pledge:accept_many": lambda world: {
        "POST": {"chosen": world.to_decide.pk, "key": "a" * 32, "confirm": "1"}
    },
    "pledge:many_accepted": _row("acceptance"),
    "pledge:many_progress": _row("acceptance"),
    **{
        f"{name}:index{sample}": {"?": query} if query else {}
        for name in ("pledge", "invitation_admin", "take_down_admin")
        for sample, query in (("", ""), (" [as XLSX]", "export=xlsx"))
    },
    "covenant:inspect": _row("version"),
    "covenant:copy": _row("version"),
    "covenant:publish": _row("draft_version"),
    "covenant:edit": _row("draft_version"),
    "covenant:edit [in force]": _row("version"),
    "wagtailsettings:edit [pledges.pledgesettings]": lambda world: {
        "app_name": "pledges",
        "model_name": "pledgesettings",
        "pk": world.pledge_settings.pk,
        "POST": {"term_months": 12, "renewal_days": 60, "sign_anew_days": 60},
    },
    "plaque_admin:inspect": _row("plaque"),
    "plaque_admin:activate": _at_the_gate(_row("to_activate"), "to_activate"),
    "plaque_admin:retake": _at_the_gate(_row("plaque"), "plaque"),
    "plaque_admin:hide_photo": lambda world: (
        _row("plaque")(world) | {"POST": {"photo": world.photo.pk, "reason": "拍到学生"}}
    ),
    "plaque_admin:renew": _row("to_renew"),
    "plaque_admin:replace": _row("plaque"),
    "plaque_admin:photo": _row("photo"),
    "plaque_admin:print": _row("plaque"),
    "plaque_admin:proof": _row("plaque"),
    "plaque_admin:propose": _row("plaque"),
    "plaque_admin:issue": lambda world: {"pledge": world.to_issue.pk},
    "plaque_admin:picture": _row("plaque"),
    "plaque_admin:preview": lambda world: _row("plaque")(world) | {"?": "kind=revoke&reason=x"},
    "measure_admin:inspect": _row("proposal"),
    "measure_admin:approve": _row("proposal"),
    "measure_admin:reject": _row("proposal"),
    "measure_admin:withdraw": lambda world: (
        _row("own_proposal")(world) | {"POST": {"note": "有误"}}
    ),
    "measure_admin:withdraw [a colleague's]": lambda world: (
        _row("proposal")(world) | {"POST": {"note": "有误"}}
    ),
    "batch_admin:specimen": {"series": "main"},
    "batch_admin:inspect": _row("batch"),
    "batch_admin:progress": _row("batch"),
    "batch_admin:print_file": _row("batch"),
    "batch_admin:proof": _row("batch"),
    "batch_admin:again": _row("batch"),
    "take_down_admin:inspect": _row("take_down"),
    "take_down_admin:doubt": _row("take_down"),
    "take_down_admin:close": _row("take_down"),
    "take_down_admin:reopen": _row("take_down"),
    "take_down_admin:photo": _row("bare_wall"),
    "report_admin:inspect": _row("report"),
    "report_admin:close": _row("report"),
    "report_admin:close_all": _row("report"),
}

OURS = PUBLIC | DESKS | STRANGE_DESKS | ADMIN | ROUNDS | BOARDS
OURS |= FINDINGS | REPORTS | CASES | FILINGS
OURS |= NOTICES
OURS |= WAYS_BACK | PAPERS
OURS |= LETTERS
OURS |= CHANGES
