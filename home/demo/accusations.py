"""What the demo's cases are about, and what everybody writes in them: facts, no persons, no blame.

Texts are filled in on the day of the act: {day} is that day, {year} its year. Those about a
finding know its {code} and {item}, when it was {told} and when it was {due}.
"""

from dataclasses import dataclass
from typing import Any

from association.violations.enums import CaseSource


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One case. school: its name, empty where a finding or the principal's account tells it.

    shown, origin: of the evidence; empty where there is none yet. four: training content, classes,
    learners and times, where known.
    """

    source: str
    promise: str
    breach: str
    severity: str
    facts: str
    school: str = ""
    reference: str = ""
    shown: str = ""
    origin: str = ""
    four: tuple[str, str, str, str] = ("", "", "", "")
    answer: str = ""
    hearing: str = ""
    record: str = ""
    reasons: str = ""
    ending: str = ""


def _patrol(**texts: Any) -> Matter:
    origin = "{day}巡查时拍摄"
    return Matter(source=CaseSource.PATROL, reference="{day}巡查记录", origin=origin, **texts)


def _unmended(**texts: Any) -> Matter:
    """The school had its days to mend a finding, and the alliance's lead had theirs to ask."""
    return Matter(
        source=CaseSource.FINDING,
        promise="P8",
        breach="B83",
        severity="S2",
        facts="走访时“{item}”一项不符合（{code}），{told}告知学校，应在{due}前整改。"
        "片区提醒后，到{day}仍没有收到整改情况。",
        shown="走访报告中的这一项",
        origin="{told}告知学校的走访报告",
        **texts,
    )


BROCHURE = _patrol(
    school="示范区彩虹体育培训学校",
    promise="P4",
    breach="B41",
    severity="S1",
    facts="{day}查看，门厅摆放的招生简章是上一版，上课时间和场地两处与备案文本不同。",
    shown="门厅的招生简章",
    four=("篮球", "周末班", "小学四至六年级", "周日上午9:00–10:30"),
    answer="新简章到校后没有及时更换，当天已全部换下，旧简章统一收回。",
    reasons="事实清楚。学校当天更换并说明了原因，提醒即可。",
    ending="{day}到校看过，摆放的都是备案文本，旧简章已收回。",
)
BOARD = Matter(
    school="示范区金苹果语言培训学校",
    source=CaseSource.REPORT,
    reference="来电反映公示栏内容不全，{day}登记",
    promise="P8",
    breach="B81",
    severity="S2",
    facts="{day}核实，公示栏没有退费办法和投诉电话，课程安排还是上一学期的。",
    shown="门厅的公示栏",
    origin="{day}核实时拍摄",
    four=("英语口语", "周末班", "初中各年级", "周六下午2:00–3:30"),
    reasons="事实清楚，学校在期限内没有答复。请在期限内补齐公示内容，由片区复查。",
)
OLD_TIMETABLE = Matter(
    school="示范区春晖科技培训学校有限公司",
    source=CaseSource.REPORT,
    reference="来电反映晚班下课太晚，{day}登记",
    promise="P2",
    breach="B24",
    severity="S2",
    facts="{day}到校，二楼走廊的课表写着周五晚班20:45下课。",
    shown="二楼走廊的课表",
    origin="{day}核实时拍摄",
    four=("少儿编程", "周五晚班", "小学四至六年级", "周五19:00–20:45（墙上课表）"),
    answer="走廊那张是去年暑期的旧课表，已经撤下；现行课表20:00下课，与备案一致，请核对。",
    ending="核对备案文本和现行课表，20:00下课；走廊上是没有撤下的旧课表，学校当天已撤，不再继续。",
)
TIMETABLE = _patrol(
    school="示范区晨曦文化艺术培训学校",
    promise="P2",
    breach="B21",
    severity="S2",
    facts="{day}查看，公示的周末课表比备案多出两个班次。",
    shown="公示的周末课表",
    four=("少儿舞蹈", "周末启蒙班、提高班", "小学一至三年级", "周六上午9:00–10:30"),
    answer="两个班次是合并调整来的，备案变更材料在巡查前已经提交，回执可以出示。",
    reasons="公示课表与备案不一致，事实清楚。请在期限内更正课表。",
)
TALK_INSTEAD = (
    "公示课表与备案不一致，事实清楚；变更材料在巡查前已经提交。采纳学校的说明，"
    "改为约谈，提醒以备案文本为准公示。"
)
AGAINST = "学校提交变更材料在先，它的说明应当考虑；当面约谈已经足够。"
SITE = Matter(
    school="示范区七彩文化艺术培训学校有限公司",
    source=CaseSource.LETTER,
    reference="示范区教育和体育局来函（示教体函〔{year}〕第12号）",
    promise="P1",
    breach="B13",
    severity="S3",
    facts="来函指出学校在核准地址以外开班。{day}到场核实，文汇路一处临街场地挂有学校名称，正在上课。",
    shown="来函扫描件",
    origin="示范区教育和体育局，{day}收到",
    four=("合唱", "周末合唱班", "小学三至六年级", "周六下午3:00–4:30"),
    answer="该处是临时借用的排练场地，已经停止使用，谱架和设备都搬回了核准地址。",
    reasons="来函与现场核实相符，事实清楚；学校已停止使用，如实说明。"
    "请在期限内搬回全部设备并撤下名称，由秘书处复查。",
)
EXIT = _patrol(
    school="示范区雅韵体育培训学校有限公司",
    promise="P7",
    breach="B71",
    severity="S3",
    facts="{day}查看，二楼东侧安全出口内侧堆放器材垫，门只能打开一半。",
    shown="二楼东侧安全出口",
    four=("少儿体能", "平日班", "小学一至三年级", "周三17:00–18:00"),
    answer="当天已经搬走，改为每天开门前查看一次并登记，附照片。",
    reasons="涉及安全出口，事实清楚；学校当天搬走并有照片。请在期限内落实每日检查登记，由片区复查。",
)
TEACHERS = _patrol(
    school="示范区文澜文化艺术培训学校",
    promise="P5",
    breach="B51",
    severity="S2",
    facts="{day}查看，公示的教师名单有两处没有写资格信息。",
    shown="公示的教师名单",
    four=("国画", "周末班", "小学四至六年级", "周日下午2:00–3:30"),
    answer="两处是本月新到岗，证书原件已经核对，名单当天补齐。",
    reasons="事实清楚，学校已当天补齐，原件核对无误。提醒学校先公示、后上课。",
)
DRILL = _patrol(
    school="示范区文澜幼儿园",
    promise="P7",
    breach="B73",
    severity="S2",
    facts="{day}查看，应急预案挂在墙上，本学期没有演练记录。",
    shown="值班室的演练记录栏",
    answer="已补做疏散演练，记录已经上墙，附照片一张；以后每学期开学第一周演练一次。",
)
OURS = _patrol(
    promise="P8",
    breach="B81",
    severity="S2",
    facts="{day}查看，公示栏下半部分被展板遮住，退费办法和投诉电话看不到。",
    shown="被展板遮住的公示栏",
)
LETTER = Matter(
    school="示范区博雅语言培训学校",
    source=CaseSource.LETTER,
    reference="示范区教育和体育局来函（示教体函〔{year}〕第18号）",
    promise="P4",
    breach="B42",
    severity="S2",
    facts="来函转来一张宣传单，写有“保证通过”字样，落款为学校名称，日期看不清。",
    four=("英语阅读", "暑期班", "初中各年级", ""),
)
HEARD = _unmended(
    answer="负责此事的岗位空缺了一段时间，没有交接到，现在已经着手整改。",
    hearing="希望当面说明进度，并带上整改的照片。",
    record="{day}，协会会议室。学校到场说明：岗位空缺期间没有交接，现已明确由教务负责，"
    "整改完成大半，出示了照片。秘书处说明了拟采取的措施和学校的权利。双方读过记录，没有补充。",
)
TO_BE_HEARD = _unmended(hearing="整改已经做了一部分，希望当面说明，再请协会决定。")
LATE = _unmended()

ELSEWHERE = (BROCHURE, BOARD, OLD_TIMETABLE, TIMETABLE, SITE, EXIT, TEACHERS, DRILL, LETTER)
# Each school has one case, so no finding of these is taken up.
SCHOOLS = [matter.school for matter in ELSEWHERE]
