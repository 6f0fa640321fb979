"""What stands on a report beside the checklist's own words: Chinese, read at the school."""

TITLE = "走访报告"
SELF_TITLE = "自查报告"
FACTS = {
    "school": "学校",
    "round": "轮次",
    "day": "走访日期",
    "self_day": "自查日期",
    "opened": "到校验证",
    "source": "来源",
}
OPENED = {"code": "学校屏幕上的验证码", "plaque": "扫描牌匾", "declared": "走访人员自报，未经验证"}
PAPER = "按纸质检查表录入，签名见纸质检查表"
NOT_OPENED = "无记录（不表示未到校）"
POSITION = (
    "手机自报位置：北纬 {latitude:.5f}，东经 {longitude:.5f}"
    "（误差约 {accuracy:.0f} 米），不作为证明"
)
ITSELF = "学校自查"
FAILED = "需要整改的项目"
NONE_FAILED = "没有需要整改的项目。"
COUNTED = "其余已答 {count} 项，未发现问题。"
ANSWER = "回答"
NOTE = "所见"
PHOTOS = "照片 {count} 张，与走访记录一起保存"
SIGNED = "学校接待人"
SIGNED_AT = "签名时间：{moment:%Y-%m-%d %H:%M}"
REFUSED = "未签名，原因：{reason}"
UNSIGNED = "学校接待人尚未签名。"
SIGNATURE = "学校接待人的签名"
SIGNED_ON = (
    "签名表示在场并看过当时所记的内容，不表示同意每一项记录。"
    "事实有出入的，可以在收到问题通知后申请更正。"
)
SEALED = (
    "另有走访员的记录尚未全部提交。"
    "各走访员的记录在全部提交之前互相封存，本报告只列出您可以查看的部分。"
)
PARTLY = "与价格、花名册、招生等有关的备注不列出。"
PRINTED = "打印于 {moment}"
DEMO = "演示"
