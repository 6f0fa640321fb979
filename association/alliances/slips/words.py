"""What stands on an invitation's sheet: Chinese, whatever language the page around it speaks."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from association.alliances.enums import Capacity
from association.alliances.models import Invitation
from association.core.models import AssociationProfile

TITLE = "邀请单"
AS_PRINCIPAL = (
    "诚邀贵校校长在协会网站上代表学校：阅读八项承诺，签署诚信承诺书，领取牌匾。"
    "签署自愿，不收任何费用。"
)
AS_STAFF = (
    "请您以工作人员身份在协会网站上协助学校：查看学校工作台，准备诚信承诺书。签署由校长办理。"
)
AS_SUCCESSOR = (
    "请您在协会网站上接任校长。您接受后，由秘书处确认方可生效；确认之前仍由原任校长代表学校，"
    "学校已签署的承诺和牌匾不受影响。"
)
READY_TITLE = "请先备好"
READY_PRINCIPAL = [
    "营业执照或登记证书（核对学校名称和统一社会信用代码）",
    "办学许可证（核对办学地址和有效期）",
    "自设的用户名和密码；电子邮箱可填可不填，用于找回密码",
]
READY_OTHERS = ["自设的用户名和密码；电子邮箱可填可不填，用于找回密码"]
STEPS_TITLE = "怎样办理"
STEPS = [
    "用手机扫描右侧二维码；或在浏览器中打开下方网址，输入邀请码。",
    "自设用户名和密码开通账号；已有账号请直接登录。",
]
LAST_STEP = {
    Capacity.PRINCIPAL: "核对学校名称，确认代表学校，即可阅读和签署承诺书。",
    Capacity.STAFF: "核对学校名称，确认协助学校，即可进入学校工作台。",
}
LAST_STEP_SUCCESSOR = "核对学校名称，确认接任，等候秘书处确认。"
ADDRESS = "网址"
CODE = "邀请码"
UNTIL = "有效期至"
USCC = "统一社会信用代码"
HOTLINE = "咨询电话"
OFFICE = "办公地址"
SCAN = "邀请二维码，内容与网址和邀请码相同"
WARNING_TITLE = "请勿转交他人"
WARNING = "持有人可凭此单办理学校事务，仅限使用一次。如有遗失，请来电，我们会立即收回并补发。"
DEMO = "演示"


def slip_words(invitation: Invitation, *, issuer: AssociationProfile) -> dict[str, object]:
    """Return every line of a sheet, by its place. The invitation comes with its school."""
    principal = invitation.capacity == Capacity.PRINCIPAL and invitation.handover_id is None
    expires = timezone.localtime(invitation.expires_at)
    return {
        "issuer": issuer.name_zh,
        "title": TITLE,
        "school": invitation.school.name,
        "purpose": _purpose(invitation),
        "steps_title": STEPS_TITLE,
        "steps": [*STEPS, _last_step(invitation)],
        "ready_title": READY_TITLE,
        "ready": READY_PRINCIPAL if principal else READY_OTHERS,
        "address_label": ADDRESS,
        "address": settings.SITE_URL.partition("//")[2] + reverse("alliances:join_by_code"),
        "code_label": CODE,
        "code": invitation.code,
        "facts": _facts(
            {
                UNTIL: f"{expires.year}年{expires.month}月{expires.day}日 {expires:%H:%M}",
                USCC: invitation.school.uscc,
                HOTLINE: " · ".join(filter(None, [issuer.hotline, issuer.office_hours])),
                OFFICE: issuer.address,
            }
        ),
        "scan": SCAN,
        "warning_title": WARNING_TITLE,
        "warning": WARNING,
        "demo": DEMO if settings.DEMO else "",
    }


def _purpose(invitation: Invitation) -> str:
    if invitation.handover_id is not None:
        return AS_SUCCESSOR
    return AS_PRINCIPAL if invitation.capacity == Capacity.PRINCIPAL else AS_STAFF


def _last_step(invitation: Invitation) -> str:
    if invitation.handover_id is not None:
        return LAST_STEP_SUCCESSOR
    return LAST_STEP[Capacity(invitation.capacity)]


def _facts(values: dict[str, str]) -> list[list[str]]:
    return [[label, value] for label, value in values.items() if value]
