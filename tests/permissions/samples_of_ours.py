"""Samples of the association's own addresses. What stands in brackets tells several apart."""


def _school(world):
    return {"uscc": world.school.uscc}


def _receipt(world):
    return {"uscc": world.signed_school.uscc, "receipt_no": world.submitted.receipt_no}


def _strange_receipt(world):
    """A stranger's receipt, asked for at one's own school."""
    return {"uscc": world.signed_school.uscc, "receipt_no": world.strange_submitted.receipt_no}


def _row(part):
    return lambda world: {"pk": getattr(world, part).pk}


PUBLIC = {
    "/v/": "/v/",
    "plaques:scan": lambda world: {"token": world.plaque.token},
    "/v/<str:token>/": lambda world: f"/v/{world.plaque.token}/",
    "plaques:verify_number": lambda world: {"number": world.plaque.number},
    "api:plaque": lambda world: {"number": world.plaque.number},
    "accounts:password_reset_confirm": {"uidb64": "MQ", "token": "a-b"},
    "alliances:join": lambda world: {"code": world.invitation.code},
    "alliances:join [wrong code]": lambda world: {"code": f"{world.invitation.pk}-0123"},
}

DESKS = {
    "alliances:school_desk": _school,
    "alliances:leave": _school,
    "alliances:led_alliance": lambda world: {"code": world.alliance.code},
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
}

STRANGE_DESKS = {
    "pledges:receipt [another school's]": _strange_receipt,
    "pledges:undo [another school's]": _strange_receipt,
    "pledges:hand_in [another school's]": _strange_receipt,
    "pledges:signature [another school's]": _strange_receipt,
    "plaques:picture [another school's]": lambda world: (
        _school(world) | {"number": world.strange_plaque.number}
    ),
}

ADMIN = {
    "roster_imports:inspect": _row("roster"),
    "roster_imports:progress": _row("roster"),
    "roster_imports:confirm": _row("roster"),
    "roster_imports:errors": _row("roster"),
    "school_admin:inspect": _row("school"),
    "school_admin:edit": _row("school"),
    "school_admin:invite": _row("school"),
    "school_admin:record_leaving": _row("school"),
    "school_admin:end_appointment": _row("representative"),
    "school_admin:add_campus": _row("school"),
    "school_admin:edit_campus": _row("campus"),
    "school_admin:remove_campus": _row("campus"),
    "invitation_admin:inspect": _row("invitation"),
    "invitation_admin:slip": _row("invitation"),
    "invitation_admin:take_back": _row("invitation"),
    "invitation_admin:send_again": _row("invitation"),
    "alliance_admin:inspect": _row("alliance"),
    "alliance_admin:edit": _row("alliance"),
    "alliance_admin:appoint_lead": _row("alliance"),
    "alliance_admin:end_lead": _row("lead"),
    "pledge:inspect": _row("to_decide"),
    "pledge:accept": _row("to_decide"),
    "pledge:return": _row("to_decide"),
    "pledge:signature": _row("submitted"),
    "covenant:inspect": _row("version"),
    "covenant:copy": _row("version"),
    "covenant:publish": _row("draft_version"),
    "covenant:edit": _row("draft_version"),
    "covenant:edit [in force]": _row("version"),
    "plaque_admin:inspect": _row("plaque"),
    "plaque_admin:activate": _row("to_activate"),
    "plaque_admin:propose": _row("plaque"),
    "plaque_admin:issue": lambda world: {"pledge": world.to_issue.pk},
    "plaque_admin:picture": _row("plaque"),
    "plaque_admin:preview": lambda world: _row("plaque")(world) | {"?": "kind=revoke&reason=x"},
    "measure_admin:inspect": _row("proposal"),
    "measure_admin:approve": _row("proposal"),
    "measure_admin:reject": _row("proposal"),
}

OURS = PUBLIC | DESKS | STRANGE_DESKS | ADMIN
