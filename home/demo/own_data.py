"""What schools of the demo say of themselves, and what they ask the register to say."""

from functools import partial
from typing import Any

from association.alliances.enums import CampusKind
from association.alliances.services import (
    accept_change,
    ask_change,
    decline_change,
    edit_own_details,
    hide_introduction,
)
from association.core import clock
from home.demo import cast
from home.demo.acts import Principal
from home.demo.days import Story
from home.demo.exhibits import paper_picture
from home.demo.office import Secretariat

INTRODUCTIONS = [
    "本校按办学许可证核准的范围开课，小班授课，每班不超过十二人。课程表和收费公示贴在大厅公示栏，家长可以随时查看。",
    "面向六至十二岁的孩子，周末和平日放学后上课，线下教学20:30前结束。教室在一层，家长可以在公共区域等候。",
    "2016年取得办学许可证。任课教师的资格信息张贴在教室门口；第一次来的家庭可以先旁听一节课，再决定是否报名。",
    "校区有两间活动室和一间阅读角，走廊和门口装有监控。退费办法写在合同第六条，签合同之前请您仔细阅读。",
]
IN_ENGLISH = (
    "Small classes within the scope of our licence, twelve children at most. Timetable and fees "
    "hang on the board in the hall."
)
UNFIT = "专注升学辅导，保证期末成绩提高二十分，不提高不收费。"
WHY_UNFIT = "简介中有对学习成绩的承诺，请改写后重新提交。"
UNREADABLE = "照片反光，看不清门牌批复上的文字，请平放后重新拍一张。"


class OwnData:
    """Writes it into the story; days are counted back from today."""

    def __init__(self, *, story: Story, office: Secretariat) -> None:
        self.story, self.office = story, office

    def follow(self, part: cast.Part, place: int, principal: Principal) -> None:
        """Write what a school does. place: among the schools of its part."""
        if part is cast.SIGNED_PRINCIPAL:
            self._on(30, 10, self._introduce, principal, INTRODUCTIONS[0], IN_ENGLISH)
            self._on(12, 9, self._ask_address, principal)
            self._on(11, 15, self._decline, principal)
        elif part is cast.SECOND_EDITION and place == 1:
            new_name = principal.school.name.replace("示范区", "示范区新", 1)
            self._on(2, 16, self._ask, principal, "登记机关已核准新名称。", {"name": new_name})
        elif part is cast.SECOND_EDITION and place == 2:
            self._on(1, 11, self._ask_licence, principal)
        elif part is cast.SECOND_EDITION and place - 3 in range(1, len(INTRODUCTIONS)):
            self._on(20 + place, 14, self._introduce, principal, INTRODUCTIONS[place - 3])
        elif part is cast.RENEWED and place == 3:
            self._on(25, 10, self._ask_licence, principal)
            self._on(24, 9, self._accept, principal)
        elif part is cast.FIRST_EDITION and place == 5:
            self._on(9, 17, self._introduce, principal, UNFIT)
            self._on(7, 9, self._hide, principal)

    def _on(self, days_ago: int, hour: float, act: Any, *told: Any) -> None:
        self.story.on(self.story.days_ago(days_ago), hour, partial(act, *told))

    def _introduce(self, principal: Principal, words: str, in_english: str = "") -> None:
        school = principal.school
        edit_own_details(
            school=school,
            phone=school.phone,
            introduction_zh=words,
            introduction_en=in_english,
            acting_user=principal.user,
        )

    def _hide(self, principal: Principal) -> None:
        hide_introduction(school=principal.school, reason=WHY_UNFIT, acting_user=self.office.clerk)

    def _ask(
        self, principal: Principal, reason: str, values: dict[str, Any], address: str = ""
    ) -> None:
        school = principal.school
        main = school.campuses.get(kind=CampusKind.MAIN)
        ask_change(
            school=school,
            values=values,
            places={main.pk: {"address": address}} if address else {},
            reason=reason,
            files=[("licence.jpg", paper_picture(school.uscc))],
            acting_user=principal.user,
        )

    def _ask_address(self, principal: Principal) -> None:
        main = principal.school.campuses.get(kind=CampusKind.MAIN)
        self._ask(principal, "门牌重新编号，校门没有搬动。", {}, f"{main.address}院内")

    def _ask_licence(self, principal: Principal) -> None:
        """Another number, good for three years more."""
        school = principal.school
        ends = school.licence_valid_until or clock.today()
        number = school.licence_no
        values = {
            "licence_no": f"{number[:-4]}9{number[-3:]}",
            "licence_long_term": False,
            "licence_valid_until": clock.months_later(ends, 36),
        }
        self._ask(principal, "主管部门换发了新证。", values)

    def _accept(self, principal: Principal) -> None:
        request = principal.school.change_requests.open().get()
        accept_change(request=request, acting_user=self.office.clerk)

    def _decline(self, principal: Principal) -> None:
        request = principal.school.change_requests.open().get()
        decline_change(request=request, note=UNREADABLE, acting_user=self.office.clerk)
