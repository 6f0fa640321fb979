"""What stands on a paper form beside the checklist's own words: Chinese, as it is filled in."""

YES, NO, NOT_APPLICABLE = ANSWERS = ("是", "否", "不适用")
NOTE = "备注"
ONLY_YES_OR_NO = "只答是否：不抄录、不拍照"
PHOTO = "答“否”的请拍照"
ALWAYS_PHOTO = "请拍照，交回时一并上传"
ONLY_IF = "按前面的回答，不需要的空着"
MAY_BE_EMPTY = "可以不填"
EACH = "每{label}一行，不够可另加一页"
SEVERITY = {"S1": "轻微", "S2": "一般", "S3": "严重"}
KINDS = ["自查", "互查", "排查"]
FACTS = ["学校名称", "走访地点", "日期和起止时间", "走访编号"]
KIND = "方式"
OWN_WORDS = "学校的说明（可以不写；与走访记录一起保存）"
SIGNATURES = ["走访员（签名）", "走访员（签名）", "学校代表（签名）", "日期"]
SIGNED = "签名表示在场并看过本表，不表示同意每一项记录。事实有出入的，请写在上面的说明里。"
SCAN = "本页编号的二维码"
VERSION = "第{number}版"
DRAFT = "草稿，请勿使用"
DEMO = "演示"
