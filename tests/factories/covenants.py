from association.pledges.models import BreachCode, ChecklistItem, CovenantVersion, Promise
from association.pledges.services import copy_version, publish_version


def make_covenant(*, publish=True):
    """A covenant version with eight promises; the next one when there is one already."""
    latest = CovenantVersion.objects.order_by("number").last()
    version = copy_version(source=latest, acting_user=None) if latest else _first()
    if publish:
        publish_version(version=version, acting_user=None)
    return version


def _first():
    version = CovenantVersion.objects.create(
        title_zh="行业自律诚信公约",
        title_en="Integrity covenant",
        preamble_zh="我们承诺：",
        preamble_en="We promise:",
        closing_zh="违诺收回牌匾。",
        closing_en="Whoever breaks a promise gives the plaque back.",
    )
    for number in range(1, 9):
        promise = Promise.objects.create(
            version=version,
            code=f"P{number}",
            key=f"KEY{number}",
            title_zh=f"承诺{number}",
            title_en=f"Promise {number}",
            text_zh=f"第{number}项承诺的内容",
            text_en=f"What promise {number} says",
        )
        ChecklistItem.objects.create(
            promise=promise, code=f"C{number}1", text_zh="检查项", text_en="Item"
        )
        BreachCode.objects.create(
            promise=promise, code=f"B{number}1", text_zh="情形", text_en="Breach"
        )
    return version
