"""Samples of appeals, objections and repairs: asked for, and answered."""

WORDS = {"words": "已经说明"}


def _of_school(part, **posted):
    """A case asked for at the principal's school."""
    return lambda world: {
        "uscc": world.school.uscc,
        "code": getattr(world, part).code,
        "POST": posted or WORDS,
    }


def _row(part, **posted):
    return lambda world: {"pk": getattr(world, part).pk} | ({"POST": posted} if posted else {})


def _naming(world):
    panel = [world.people[role].pk for role in ("approver", "secretary")]
    third = world.appeal_to_hear.case.people.filter(part="appeal").order_by("pk").last()
    return {"pk": world.appeal_to_name.pk, "POST": {"panel": [*panel, third.user_id]}}


def _granting(world):
    sent = {"visit": world.clean_visit.pk, "reasons": "已改正"}
    return {"pk": world.repair.pk, "POST": sent}


PUBLIC = {
    "violations:object": lambda world: {"code": world.entry.code.lower(), "POST": WORDS},
    "violations:object [nothing public]": lambda world: {"code": world.told_case.code},
    "violations:objection": lambda world: {"receipt": world.objection.receipt},
}
DESK = {
    "violations:appeal": _of_school("appealable_case"),
    "violations:accept": _of_school("appealable_case", accepted="on"),
    "violations:object_own": _of_school("entry"),
    "violations:repair": _of_school("entry"),
    "violations:appeal [another school's]": _of_school("strange_appealable"),
    "violations:accept [another school's]": _of_school("strange_appealable", accepted="on"),
    "violations:object_own [another school's]": _of_school("strange_entry"),
    "violations:repair [another school's]": _of_school("strange_entry"),
}
ADMIN = {
    "appeal_admin:index": {},
    "appeal_admin:index_results": {},
    "appeal_admin:inspect": _row("appeal_to_hear"),
    "appeal_admin:name": _naming,
    "appeal_admin:vote": _row("appeal_to_hear", vote="uphold", words="照片不符"),
    "objection_admin:index": {},
    "objection_admin:index_results": {},
    "objection_admin:inspect": _row("objection"),
    "objection_admin:decide": _row("objection", outcome="rejected", reasons="属实"),
    "objection_admin:extend": _row("objection", asked_others="街道"),
    "objection_admin:propose": _row("objection", reasons="照片不符"),
    "objection_admin:confirm": _row("proposed_objection"),
    "objection_admin:refuse": _row("proposed_objection", words="属实"),
    "repair_admin:index": {},
    "repair_admin:index_results": {},
    "repair_admin:inspect": _row("repair"),
    "repair_admin:grant": _granting,
    "repair_admin:refuse": _row("repair", reasons="尚未改正"),
}

WAYS_BACK = PUBLIC | DESK | ADMIN
