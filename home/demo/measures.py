"""Measures of the demo, in the words parents read: facts and the promise, no persons, no blame."""

from dataclasses import dataclass

from association.violations.enums import Measure as Kind


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure of a case. promise, breach: their codes. reason: as parents read it.

    answer: what the school said. reasons: of those who decided. months: how long the entry stands.
    note: of the second person, where it is for danger.
    """

    promise: str
    breach: str
    reason: str
    kind: str = Kind.SUSPEND
    severity: str = "S3"
    months: int = 12
    answer: str = "情况已知悉，学校正在整改。"
    reasons: str = "事实清楚，学校的书面说明已阅。"
    note: str = ""


REVOKED = [
    Measure(
        kind=Kind.REVOKE,
        promise="P8",
        breach="B81",
        reason="违反第八项承诺（P8，情形B81）：收费项目、退费办法和投诉电话长期未在校内公示。"
        "协会两次提醒，约定的整改期满后复查仍未公示。",
        answer="公示栏正在重新制作，一直没有挂出来，是我们疏忽。",
        reasons="两次提醒均有记录，复查照片清楚，学校的书面说明已阅，同意收回。",
    ),
    Measure(
        kind=Kind.REVOKE,
        promise="P4",
        breach="B43",
        reason="违反第四项承诺（P4，情形B43）：招生宣传单印有诚信牌匾图样，并称“协会推荐”。"
        "协会提醒后，学校再次印发同样内容的宣传单。",
        answer="第二次印发的是旧存货，已经全部销毁。",
        reasons="两次宣传单均已核对，同意收回。",
    ),
    Measure(
        kind=Kind.REVOKE,
        promise="P6",
        breach="B63",
        reason="违反第六项承诺（P6，情形B61、B63）：一次收取的费用超过三个月，退费申请逾期未办。"
        "协会约谈后，学校未按约定时间办理。",
        answer="资金周转困难，退费正在分批办理。",
        reasons="学校的说明已阅，约定的时间已过，同意收回。",
    ),
]
SUSPENDED = [
    Measure(
        promise="P7",
        breach="B71",
        reason="违反第七项承诺（P7，情形B71）：一处安全出口长期被桌椅占用，两次提醒后复查仍未清空。",
        answer="教室不够用，桌椅没有别的地方放，正在租用仓库。",
        reasons="涉及安全，复查合格并信用修复前暂停使用。",
    ),
    Measure(
        promise="P2",
        breach="B21",
        reason="违反第二项承诺（P2，情形B21）：公示的课程表与备案内容多处不一致，约定更正后仍未更正。",
        answer="新学期课程调整，备案材料正在补交。",
        reasons="课程表与备案文本已逐项核对，同意暂停。",
    ),
]
LIFTED = Measure(
    kind=Kind.MEND,
    promise="P7",
    breach="B71",
    reason="二层通往楼梯间的门上锁，疏散通道不通（P7，情形B71）。",
    answer="当晚已换成推杆锁，附照片。",
    reasons="学校当晚已换锁，改为限期补做一次疏散演练。",
    note="涉及安全，同意先行暂停。",
)
LIFTED_REASON = "复查时楼梯间的门已换成推杆锁，疏散通道畅通，恢复使用牌匾。"
LIFTED_ENDING = "疏散演练已补做，记录齐全。"
LIFTED_NOTE = "复查照片已阅，同意恢复。"
REJECTED = Measure(
    promise="P7",
    breach="B71",
    reason="来电反映一处灭火器压力不足（P7，情形B71）。",
    note="经核实其他灭火器压力正常，学校当天已经更换，不需要先行暂停。",
)
REJECTED_ENDING = "当天已更换灭火器，其余均正常，不再继续核查。"
PROPOSED = Measure(
    promise="P7",
    breach="B71",
    reason="一处安全出口被桌椅占用（P7，情形B71）。清空并复查前暂停使用牌匾。",
)
CIRCULAR = Measure(
    kind=Kind.CIRCULAR,
    promise="P5",
    breach="B51",
    severity="S2",
    months=6,
    reason="违反第五项承诺（P5，情形B51）：公示的教师名单缺少两名教师的资格信息，约定补充的时间过后仍未补充。",
    answer="两位老师的证书在换发，已请他们提供证明。",
    reasons="名单与现场照片已核对，期满未补充，作行业通报。",
)
REPLY = "两位老师的资格证书换发期间我们没有及时说明。证明已经张贴在门厅公示栏，欢迎家长查看。"
TO_APPEAL = Measure(
    kind=Kind.REVOKE,
    promise="P8",
    breach="B84",
    reason="违反第八项承诺（P8，情形B84）：提交的整改照片与现场不符，两处公示内容实际没有张贴。",
    answer="照片是前一天拍的，第二天被风吹掉了，已重新张贴。",
    reasons="两次现场照片已核对，同意收回。",
)
APPEALED = Measure(
    kind=Kind.CIRCULAR,
    promise="P4",
    breach="B41",
    severity="S2",
    months=3,
    reason="违反第四项承诺（P4，情形B41）：网页上的招生简章与备案文本不一致，提醒后逾期未改。",
    answer="网页由外包公司维护，已经要求更正。",
    reasons="网页与备案文本已核对，作行业通报。",
)
APPEAL = "提醒的当天网页就已改好，只是缓存没有更新，附当天的修改记录。请再核对一次时间。"
UPHELD = "修改记录显示，提醒当天网页已经更正，事实与决定所述不符。"
WON = Measure(
    kind=Kind.CIRCULAR,
    promise="P8",
    breach="B83",
    severity="S2",
    months=3,
    reason="违反第八项承诺（P8，情形B83）：约定的整改期满后，公示栏仍缺少退费办法。",
    answer="退费办法贴在前台，没有贴在公示栏。",
    reasons="公示栏照片已核对，作行业通报。",
)
OBJECTION = "公示栏现在已经有退费办法了，请核对后更正。"
RETURNED = [
    "签署时填写的姓名与登记的负责人不一致，请由负责人重新签署；如已变更负责人，请先告知秘书处。",
    "办学地址已经变更，请先更新校区信息，再签署承诺。",
]
