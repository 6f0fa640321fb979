"""What stands in a package: Chinese, as offices write to one another.

The association is no authority. It reports or hands over; what follows is for the department.
"""

import datetime as dt
from collections.abc import Iterable

from association.peer_review.enums import Severity
from association.violations.enums import Aftermath, AppealStatus, FilingKind, Measure

TITLES = {
    Measure.CIRCULAR: "关于对{school}作出行业通报的备案报告",
    Measure.SUSPEND: "关于暂停{school}使用牌匾的备案报告",
    Measure.REVOKE: "关于收回{school}牌匾的备案报告",
    Measure.EXPEL: "关于取消{school}会员资格的备案报告",
}
OTHER_TITLE = "关于{school}核查事项的备案报告"
HAND_OVER_TITLE = "关于{school}有关事项的移送函"
FILE_NAMES = {FilingKind.RECORD: "备案报告", FilingKind.HAND_OVER: "移送函"}
MEASURES = {
    Measure.REMIND: "提醒",
    Measure.TALK: "约谈",
    Measure.MEND: "限期整改",
    Measure.CIRCULAR: "行业通报",
    Measure.SUSPEND: "暂停使用牌匾",
    Measure.REVOKE: "收回牌匾",
    Measure.EXPEL: "取消会员资格",
}
SEVERITIES = {Severity.S1: "S1 轻微", Severity.S2: "S2 一般", Severity.S3: "S3 严重"}
OPENINGS = {
    FilingKind.RECORD: (
        "{school}自愿签署了我会《{covenant}》。我会对其履行承诺的情况作了核查，"
        "给予学校陈述的机会，并按程序表决作出决定。现将有关情况报告如下，请予备案。"
    ),
    FilingKind.HAND_OVER: (
        "{school}自愿签署了我会《{covenant}》。我会在核查其履行承诺的情况时，"
        "了解到下列情况，可能属于贵单位职责范围。现将有关材料移送贵单位，请依法研究处理。"
    ),
}
SECTIONS = (
    "一、学校基本情况",
    "二、涉及的承诺",
    "三、核实的情况",
    "四、听取陈述的情况",
    "五、我会的决定",
    "六、申诉情况",
)
SOURCE_SECTION = "七、线索来源"
PROMISE = "《{covenant}》第{code}项“{title}”：{text}"
BREACH = "对应情形：{code} {text}。严重程度：{severity}。"
FACT = "{label}：{value}。"
NONE = "（无记录）"
TOLD = "我会于{day}将上述事实、证据和学校享有的权利书面告知学校。"
ANSWERED = "学校于{days}作出陈述。"
NOT_ANSWERED = "学校在期限内没有作出陈述。"
HEARD = "我会于{day}当面听取了学校的意见。"
WORDS_KEPT = "学校陈述的原文和我会的表决记录由我会保存，贵单位可以依法调阅。"
DECIDED = "我会于{day}表决决定：{measure}。"
IN_FORCE = "该决定自{since}起生效，公示至{until}。"
MEND_BY = "学校应于{day}（含当日）前完成整改。"
NOT_IN_FORCE = "该决定尚未生效，未对外公示。"
NO_APPEAL_YET = "学校可以申诉至{day}，目前没有申诉"
ACCEPTED = "学校接受决定，没有申诉"
NO_APPEAL = "学校在期限内没有申诉"
APPEALS = {
    AppealStatus.LODGED: "学校已经申诉，正在审理",
    AppealStatus.HEARD: "学校已经申诉，正在审理",
    AppealStatus.REJECTED: "学校申诉，经复核维持原决定",
    AppealStatus.UPHELD: "学校申诉成立，决定已撤回",
}
ANNULLED = "决定已撤回"
LATER = {
    Aftermath.WITHDRAWN: "决定已于{day}撤回",
    Aftermath.REPAIRED: "学校已完成信用修复，公示于{day}提前结束",
    Aftermath.RUN_OUT: "公示期已于{day}届满，公示自行结束",
}
SOURCE = "{source}：{reference}。"
SOURCES = {"letter": "主管部门来函", "report": "外部反映"}
SOURCE_REASON = "依法需要说明来源的理由：{reason}。"
REMARK = (
    "我会是社会团体，不是行政机关。上述决定是会员共同约定的自律措施，"
    "不代替贵单位依法作出的调查、认定和处理。"
)
PLEASE = "请贵单位收到后，由联络员在工作台登记受理编号和收到日期。"
ATTACHMENTS = "附件："
TABLE = "事项表（{name}）"
EVIDENCE = "证据{number}"
EVIDENCE_OF_SCHOOL = "证据{number}（学校提交）"
ABOUT = "：{title}（{origin}）"
SIGNED_LIST = "文件清单和电子签名（manifest.json、manifest.sig）"
DAY = "{0.year}年{0.month}月{0.day}日"
ANSWERED_SHORT = "已陈述（{days}）"
NOT_ANSWERED_SHORT = "未陈述"
DEMO = "演示"


def listed(days: Iterable[dt.date]) -> str:
    """Return days one after the other."""
    return "、".join(DAY.format(day) for day in days)
