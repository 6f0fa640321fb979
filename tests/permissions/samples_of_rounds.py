"""Samples of checklists, rounds, draws, visits and ties."""

from association.core import clock
from association.peer_review.models import Visit
from association.peer_review.services import preview_announcement
from association.peer_review.viewsets.rounds_draw import seal_of
from tests.factories.rounds import RESULTS, make_sources
from tests.peer_review.portal.desk import all_answered
from tests.permissions.samples_of_phones import PHONES

REASON = {"reason": "与被访学校有关联"}
TYPED = {f"result_{place}": result for place, result in enumerate(RESULTS)}
KEY = "1b671a64-40d5-491e-b0de-ab6d7d4d1f7a"


def _row(part, **posted):
    """A page of the admin about the row of this part."""
    return lambda world: _with({"pk": getattr(world, part).pk}, posted)


def _draw(part):
    return lambda world: {"code": getattr(world, part).code}


def _led(part, of="", **posted):
    """A page about a round at the desk of the alliance asked for. of: the row it is about."""

    def sample(world):
        row = {"pk": getattr(world, of).pk} if of else {}
        asked = {"code": world.alliance.code, "round_code": getattr(world, part).code} | row
        return _with(asked, posted)

    return sample


def _with(asked, posted):
    return asked | ({"POST": posted} if posted else {})


def _posting(sample, form):
    """The same with a form that is filled in from the world."""
    return lambda world: sample(world) | {"POST": form(world)}


def _own(world):
    return {"uscc": world.school.uscc}


def _place(part):
    """A visitor's place asked for at one's own school, and a colleague named for it."""
    return lambda world: (
        _own(world) | {"pk": getattr(world, part).pk, "POST": {"user": world.people["staff"].pk}}
    )


def _part(part):
    return lambda world: _own(world) | {"round_code": getattr(world, part).code}


def _sheet(part):
    """The answers of a visit, typed in from paper."""

    def sample(world):
        visit: Visit = getattr(world, part)
        seat = visit.seats.filter(visitor__isnull=False).first() or visit.seats.first()
        head = {"visited_on": clock.today().isoformat(), "key": KEY}
        place = {"seat": seat.pk} if seat else {}
        return {"pk": visit.pk, "POST": head | place | all_answered(world.checklist)}

    return sample


def _sources(world, part="planned_draw"):
    """Two issues that are drawn soon, as the page sends them with its last button."""
    sources = make_sources()
    sent = {"sources-TOTAL_FORMS": "3", "sources-INITIAL_FORMS": "0", "announce": "1"}
    for place, source in enumerate(sources):
        sent |= {
            f"sources-{place}-kind": source.kind,
            f"sources-{place}-issue": source.issue,
            f"sources-{place}-date": source.date.isoformat(),
        }
    seal = seal_of(preview_announcement(record=getattr(world, part), sources=sources))
    return sent | {"confirm": "1", "shown": seal}


def _plan(world):
    """A round as it is planned: of the alliance asked for, which a lead's form does not ask."""
    day = clock.today().isoformat()
    return {
        "title": "冬季走访",
        "kind": "sweep",
        "scope": "one",
        "alliance": world.alliance.pk,
        "checklist": world.checklist.pk,
        "opens_on": day,
        "closes_on": day,
        "due_on": day,
        "visits_per_school": 2,
        "avoid_rounds": 2,
        "rival_metres": 500,
        "algorithm": "hmac-sha256",
    }


def _changed_plan(world):
    return _plan(world) | {"seen": world.planned_draw.events.count()}


def _changed_checklist(world):
    draft = world.draft_checklist
    sections = list(draft.sections.all())
    words = ("title_zh", "title_en", "intro_zh", "intro_en")
    sent = {name: getattr(draft, name) for name in words} | {
        "sections-TOTAL_FORMS": len(sections),
        "sections-INITIAL_FORMS": len(sections),
    }
    for place, section in enumerate(sections):
        kept = {
            "id": section.pk,
            "ORDER": place + 1,
            "key": section.key,
            "title_zh": section.title_zh,
            "title_en": section.title_en,
            "repeat_label_zh": section.repeat_label_zh,
            "repeat_label_en": section.repeat_label_en,
        }
        kept |= {"repeats": "on"} if section.repeats else {}
        sent |= {f"sections-{place}-{name}": value for name, value in kept.items()}
    return sent


def _visitor(world):
    return {"user": world.people["visitor"].pk}


def _new_tie(world):
    return {"other": world.waiting_school.uscc, "kind": "conflict", **REASON}


DRAWS = {
    "peer_review:draw": _draw("drawn"),
    "peer_review:draw [announced]": _draw("announced"),
    "peer_review:draw [a plan]": _draw("planned_draw"),
    "peer_review:draw [a sweep]": _draw("sweep"),
    "peer_review:record": _draw("drawn"),
    "peer_review:record [announced]": _draw("announced"),
    "peer_review:record [a plan]": _draw("planned_draw"),
    "peer_review:repeat": _draw("drawn"),
    "peer_review:repeat [a plan]": _draw("planned_draw"),
    "peer_review:repeat_file": _draw("drawn"),
    "peer_review:repeat_file [a plan]": _draw("planned_draw"),
}

LED = {
    "peer_review:led_rounds": lambda world: {"code": world.alliance.code},
    "peer_review:plan_round": lambda world: {"code": world.alliance.code, "POST": _plan(world)},
    "peer_review:led_round": _led("mutual"),
    "peer_review:led_round [a plan]": _led("planned_draw"),
    "peer_review:edit_plan": _posting(_led("planned_draw"), _changed_plan),
    "peer_review:announce": _posting(_led("planned_draw"), _sources),
    "peer_review:results": _led("announced", draw="1", **TYPED),
    "peer_review:open_round": _led("drawn"),
    "peer_review:close_round": _led("mutual", **REASON),
    "peer_review:call_off": _led("announced", **REASON),
    "peer_review:excuse": _led("mutual", "other_seat", **REASON),
    "peer_review:call_off_seat": _led("mutual", "other_seat", **REASON),
    "peer_review:free_place": _led("sweep", "swept_seat", **REASON),
    "peer_review:leave_out": _led("drawn", "drawn_visit", **REASON),
    "peer_review:seat_visitor": _posting(_led("drawn", "drawn_visit"), _visitor),
}
# A step that is not, or no longer, to be taken.
LED_TOO_LATE = {
    "peer_review:edit_plan [announced]": _posting(_led("announced"), _changed_plan),
    "peer_review:announce [drawn]": _posting(_led("drawn"), _sources),
    "peer_review:results [drawn]": _led("drawn", draw="1", **TYPED),
}
# The lead reads the members' part of what the secretariat runs.
LED_BY_OTHERS = {"peer_review:led_round [the secretariat's]": _led("self_check")} | {
    f"peer_review:{name} [the secretariat's]": _led("self_check", of, **REASON)
    for name, of in (
        ("edit_plan", ""),
        ("announce", ""),
        ("results", ""),
        ("open_round", ""),
        ("close_round", ""),
        ("call_off", ""),
        ("leave_out", "checked"),
        ("seat_visitor", "checked"),
    )
}
# Asked for at the own desk: another alliance's round, and rows of another round than is named.
STRANGE_LED = {
    f"peer_review:{name} [another alliance's]": _led(part, of, **REASON)
    for name, part, of in (
        ("led_round", "strange_sweep", ""),
        ("edit_plan", "strange_plan", ""),
        ("announce", "strange_plan", ""),
        ("results", "strange_announced", ""),
        ("open_round", "strange_drawn", ""),
        ("close_round", "strange_sweep", ""),
        ("call_off", "strange_plan", ""),
        ("leave_out", "strange_drawn", "strange_drawn_visit"),
        ("seat_visitor", "strange_drawn", "strange_drawn_visit"),
    )
} | {
    "peer_review:free_place [another round's]": _led("drawn", "swept_seat", **REASON),
    "peer_review:leave_out [another round's]": _led("drawn", "strange_drawn_visit", **REASON),
    "peer_review:seat_visitor [another round's]": _led("drawn", "strange_drawn_visit", **REASON),
    "peer_review:excuse [another round's]": _led("drawn", "other_seat", **REASON),
    "peer_review:call_off_seat [another round's]": _led("drawn", "other_seat", **REASON),
}

OF_A_SCHOOL = {
    "peer_review:school_visits": _own,
    "peer_review:school_part": _part("mutual"),
    "peer_review:school_part [a plan]": _part("planned_draw"),
    "peer_review:school_part [another alliance's]": _part("strange_sweep"),
    "peer_review:name_place": _place("own_seat"),
    "peer_review:name_place [another school's]": _place("other_seat"),
    "peer_review:ties": _own,
    "peer_review:declare_tie": _posting(_own, _new_tie),
}

VISITS = {
    f"peer_review:{name}{sample}": (_sheet if name == "paper" else _row)(part)
    for name in ("visit", "paper", "paper_form")
    for sample, part in (
        ("", "received"),
        (" [where the principal goes]", "sent"),
        (" [where the visitor goes]", "swept"),
        (" [the school's own check]", "checked"),
        (" [in another alliance]", "strange_swept"),
    )
}

ADMIN = {
    "checklist:inspect": _row("checklist"),
    "checklist:inspect [a draft]": _row("draft_checklist"),
    "checklist:copy": _row("checklist"),
    "checklist:publish": _row("draft_checklist"),
    "checklist:publish [in use]": _row("checklist"),
    "checklist:edit": _posting(_row("draft_checklist"), _changed_checklist),
    "checklist:edit [in use]": _row("checklist"),
    "checklist:items": _row("draft_section"),
    "checklist:xlsform": _row("checklist"),
    "checklist:paper": _row("checklist"),
    "checklist:preview": _row("checklist"),
    "round_admin:inspect": _row("mutual"),
    "round_admin:inspect [a plan]": _row("planned_draw"),
    "round_admin:plan": lambda world: {"POST": _plan(world)},
    "round_admin:edit_plan": _posting(_row("planned_draw"), _changed_plan),
    "round_admin:announce": _posting(_row("planned_draw"), _sources),
    "round_admin:results": _row("announced", confirm="1", **TYPED),
    "round_admin:open_round": _row("drawn"),
    "round_admin:close_round": _row("mutual", **REASON),
    "round_admin:call_off": _row("announced", **REASON),
    "round_admin:seat": _posting(_row("drawn_visit"), _visitor),
    "round_admin:unseat": _row("swept_seat", **REASON),
    "round_admin:recuse": _row("other_seat", **REASON),
    "round_admin:call_off_seat": _row("other_seat", **REASON),
    "round_admin:withdraw": _row("drawn_school", **REASON),
    "round_admin:edit_plan [announced]": _posting(_row("announced"), _changed_plan),
    "round_admin:announce [drawn]": _posting(_row("drawn"), _sources),
    "round_admin:results [drawn]": _row("drawn", confirm="1", **TYPED),
    "tie_admin:inspect": _row("tie"),
    "tie_admin:end": _row("tie", **REASON),
    "tie_admin:declare": lambda world: {
        "POST": _new_tie(world) | {"one": world.signed_school.uscc}
    },
    "wagtailsettings:edit [peer_review.drawsettings]": lambda world: {
        "app_name": "peer_review",
        "model_name": "drawsettings",
        "pk": world.draw_settings.pk,
        "POST": {f"rate_{letter}": 10 for letter in "abcd"} | {"reports_per_step": 2},
    },
}

ROUNDS = (
    DRAWS | LED | LED_TOO_LATE | LED_BY_OTHERS | STRANGE_LED | OF_A_SCHOOL | VISITS | PHONES | ADMIN
)
