"""Measures of the demo, in the words parents read: facts and the promise, no persons, no blame."""

from dataclasses import dataclass

from association.plaques.enums import MeasureKind


@dataclass(frozen=True)
class Measure:
    """A measure. kind: a MeasureKind. promise: its code. note: the second person's words."""

    kind: str
    promise: str
    reason: str
    note: str = ""


REVOKED = [
    Measure(
        MeasureKind.REVOKE,
        "P8",
        "违反第八项承诺（P8，情形B81）：收费项目、退费办法和投诉电话长期未在校内公示。"
        "协会两次提醒，约定的整改期满后复查仍未公示。",
        "事实清楚，学校的书面说明已阅，同意收回。",
    ),
    Measure(
        MeasureKind.REVOKE,
        "P4",
        "违反第四项承诺（P4，情形B43）：招生宣传单印有诚信牌匾图样，并称“协会推荐”。"
        "协会提醒后，学校再次印发同样内容的宣传单。",
        "两次宣传单均已核对，同意收回。",
    ),
    Measure(
        MeasureKind.REVOKE,
        "P6",
        "违反第六项承诺（P6，情形B61、B63）：一次收取的费用超过三个月，退费申请逾期未办。"
        "协会约谈后，学校未按约定时间办理。",
        "学校已当面说明情况，约定的时间已过，同意收回。",
    ),
]
SUSPENDED = [
    Measure(
        MeasureKind.SUSPEND,
        "P7",
        "违反第七项承诺（P7，情形B71）：一处安全出口被桌椅占用。学校已书面说明，正在整改；"
        "复查合格前暂停使用牌匾。",
        "涉及安全，同意先行暂停。",
    ),
    Measure(
        MeasureKind.SUSPEND,
        "P2",
        "违反第二项承诺（P2，情形B21）：公示的课程表与备案内容不一致。学校正在更正；"
        "复查合格前暂停使用牌匾。",
        "同意，更正后及时复查。",
    ),
]
REINSTATED = [
    Measure(
        MeasureKind.SUSPEND,
        "P5",
        "违反第五项承诺（P5，情形B51）：公示的教师名单缺少两名教师的资格信息。"
        "补充公示并复查前暂停使用牌匾。",
        "同意。",
    ),
    Measure(
        MeasureKind.REINSTATE,
        "",
        "复查时教师名单和资格信息公示齐全，恢复使用牌匾。",
        "复查记录已阅，同意恢复。",
    ),
]
REJECTED = Measure(
    MeasureKind.SUSPEND,
    "P3",
    "来电反映校门口张贴竞赛报名通知（P3，情形B31）。",
    "经核实是往年的旧通知，学校当天已经撤下，改为当面提醒，不采取措施。",
)
PROPOSED = Measure(
    MeasureKind.SUSPEND,
    "P4",
    "违反第四项承诺（P4，情形B42）：学校网页承诺培训效果，提醒后十个工作日仍未修改。"
    "修改并复查前暂停使用牌匾。",
)
RETURNED = [
    "签署时填写的姓名与登记的负责人不一致，请由负责人重新签署；如已变更负责人，请先告知秘书处。",
    "办学地址已经变更，请先更新校区信息，再签署承诺。",
]
