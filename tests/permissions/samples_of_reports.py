"""Samples of reports and of what leads, visitors and the secretariat do with findings."""

from association.peer_review.models import FindingSettings

WORDS = {"words": "现场看过"}


def _visit(part, **posted):
    def sample(world):
        return {"pk": getattr(world, part).pk} | ({"POST": posted} if posted else {})

    return sample


def _keeping(part):
    """The first visitor's answer is kept."""

    def sample(world):
        visit = getattr(world, part)
        kept = {"kept-C11": visit.seats.order_by("pk").first().pk, "note": "以照片为准"}
        return {"pk": visit.pk, "POST": kept}

    return sample


def _of_finding(part):
    return lambda world: {"pk": getattr(world, part).visit_id}


def _finding(part, **posted):
    return lambda world: {"code": getattr(world, part).code, "POST": posted}


def _alliance(world):
    return {"code": world.alliance.code}


def _clocks(world):
    rules = world.finding_settings
    names = [field.name for field in FindingSettings._meta.fields if field.name != "id"]
    return {
        "app_name": "peer_review",
        "model_name": "findingsettings",
        "pk": rules.pk,
        "POST": {name: getattr(rules, name) for name in names} | {"days_s2": 20},
    }


PAGES = {
    "peer_review:report": _visit("differing"),
    "peer_review:report [final]": _of_finding("finding"),
    "peer_review:report [in another alliance]": _of_finding("strange_finding"),
    "peer_review:followed_findings": _alliance,
    "peer_review:visited_findings": _alliance,
}
AGREEING = {
    "peer_review:propose_report": _keeping("differing"),
    "peer_review:confirm_report": _visit("proposed", confirmed="1"),
    "peer_review:reject_report": _visit("proposed", reason="我看到的不同"),
    "peer_review:decide_report": _keeping("differing"),
}
DECIDING = {
    "peer_review:uphold_facts": _finding("contested_finding", **WORDS),
    "peer_review:correct_facts": _finding("contested_finding", facts="已更正", **WORDS),
    "peer_review:drop_finding": _finding("contested_finding", **WORDS),
    "peer_review:grant_time": _finding("asked_finding", **WORDS),
    "peer_review:refuse_time": _finding("asked_finding", **WORDS),
    "peer_review:recheck": _finding("mended_finding", mended="no", **WORDS),
}
# Of another school, which only the secretariat follows.
STRANGE = {
    f"peer_review:{act} [another school's]": _finding("strange_finding", **WORDS)
    for act in ("uphold_facts", "drop_finding", "grant_time", "recheck")
}
ADMIN = {
    "finding_admin:index": {},
    "finding_admin:index [as XLSX]": {"?": "export=xlsx"},
    "wagtailsettings:edit [peer_review.findingsettings]": _clocks,
}

REPORTS = PAGES | AGREEING | DECIDING | STRANGE | ADMIN
