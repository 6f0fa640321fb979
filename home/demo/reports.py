"""What passers-by of the demo tell, and the clerk's notes: what was seen, no persons."""

from association.plaques.enums import ReportKind

DOUBT = "照片只拍到门柱右半边，看不全原来挂牌的位置，请再拍一张。"
STILL_HANGING = {7: "门口右侧那块牌匾还挂着。", 3: "今天路过，牌匾还在墙上。"}
FADED = "牌匾朝南，字迹晒得发白，编号快看不清了。"
FADED_NOTE = "已请学校拍照核对，确实褪色，换发实体牌，编号不变。"
# Days ago, kind, words, the note that closed it: one of each school.
OTHERS = [
    (4, ReportKind.ELSEWHERE, "扫出来的地址和这里对不上，这里是另一条路。", ""),
    (17, ReportKind.ALTERED, "二维码一角贴着纸，名称看不全。",
     "已联系学校，是活动贴纸遮住了一角，当天揭去，重新扫码正常。"),
    (2, ReportKind.OTHER, "牌匾右下角松动，刮风时会晃。", ""),
    (30, ReportKind.OTHER, "想问这块牌匾是不是要交费。",
     "未留联系方式，无法直接答复；牌匾免费，已提醒学校在公示栏注明。"),
]  # fmt: skip
