"""What stands on a signed paper: Chinese first, the same in English after it.

Both are on every paper, so these are no texts for the catalogue.
"""

from dataclasses import dataclass

from association.pledges.enums import PaperKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paper's words in one language. titles, leads: by the kind of paper.

    English has straight quotation marks: the typeface sets curly ones as wide as a Chinese sign.
    """

    language: str
    titles: dict[str, str]
    leads: dict[str, str]
    uscc: str
    covenant: str
    version: str
    signer: str
    in_capacity: str
    signed_at: str
    accepted_on: str
    valid_until: str
    receipt_no: str
    issued: str
    text_hash: str
    promises: str
    scan: str
    code: str
    notes: tuple[str, ...]
    check: str
    day: str
    moment: str
    demo: str
    mark: str


ZH = Words(
    language="zh-hans",
    titles={
        PaperKind.RECEIPT: "诚信承诺书签署回执",
        PaperKind.CERTIFICATE: "诚信承诺签署证明",
    },
    leads={
        PaperKind.RECEIPT: (
            "协会收到{school}签署的《{covenant}》（第{version}版）。"
            "本回执只说明签署已经收到，不表示协会已经接受。"
        ),
        PaperKind.CERTIFICATE: (
            "{school}签署了《{covenant}》（第{version}版），就以下八项作出承诺。"
            "协会于{accepted}接受了该承诺。"
        ),
    },
    uscc="统一社会信用代码",
    covenant="公约",
    version="《{covenant}》第{version}版",
    signer="签署人",
    in_capacity="{signer}（{capacity}）",
    signed_at="签署时间",
    accepted_on="接受日期",
    valid_until="有效期至",
    receipt_no="回执编号",
    issued="出具日期",
    text_hash="所签文本的 SHA-256",
    promises="八项承诺",
    scan="扫码查看目前状态",
    code="二维码，内容为本文件的查询网址",
    notes=(
        "本文件只说明学校签署了承诺，不是荣誉、评价、推荐，也不是质量标志。",
        "本文件不得用于广告。教育、培训广告不得利用行业协会的名义或者形象作推荐、证明"
        "（《中华人民共和国广告法》第二十四条）。",
        "承诺目前是否有效，以扫码所见为准：承诺终止、牌匾暂停使用或者收回后，本文件不会随之改变。",
    ),
    check="本文件有协会的电子签名，改动任何一个字节，核验都不会通过。核验网址：{address}",
    day="{0.year}年{0.month}月{0.day}日",
    moment="{0.year}年{0.month}月{0.day}日 {0:%H:%M:%S}（北京时间）",
    demo="演示",
    mark="协会标志",
)

EN = Words(
    language="en",
    titles={
        PaperKind.RECEIPT: "Receipt for a signed integrity pledge",
        PaperKind.CERTIFICATE: "Certificate that an integrity pledge was signed",
    },
    leads={
        PaperKind.RECEIPT: (
            'The association has received "{covenant}", version {version}, signed by {school}. '
            "This receipt states only that it was received, not that the association accepted it."
        ),
        PaperKind.CERTIFICATE: (
            '{school} signed "{covenant}", version {version}, and so made the eight promises '
            "below. The association accepted the pledge on {accepted}."
        ),
    },
    uscc="Unified social credit code",
    covenant="Covenant",
    version='"{covenant}", version {version}',
    signer="Signed by",
    in_capacity="{signer} ({capacity})",
    signed_at="Signed on",
    accepted_on="Accepted on",
    valid_until="Valid until",
    receipt_no="Receipt number",
    issued="Issued on",
    text_hash="SHA-256 of the signed text",
    promises="The eight promises",
    scan="Scan for the present state",
    code="QR code with the address at which this paper can be looked up",
    notes=(
        "This paper states only that the school signed the pledge. It is no honour, no grade, no "
        "recommendation and no mark of quality.",
        "It may not be used in advertising: advertisements for education and training may not use "
        "the name or image of an industry association as recommendation or proof (Advertising Law "
        "of the People's Republic of China, article 24).",
        "Whether the pledge is in force now is told where the code leads. This paper does not "
        "change when a pledge ends, or when a plaque is suspended or taken back.",
    ),
    check=(
        "The association signed this file electronically: with a single byte changed it is "
        "refused. Check it at {address}"
    ),
    day="{0.day} {0:%B} {0.year}",
    moment="{0.day} {0:%B} {0.year}, {0:%H:%M:%S} (Beijing time)",
    demo="Demonstration",
    mark="The association's mark",
)

LANGUAGES = (ZH, EN)
ANNEX = {"zh-hans": "附：所签文本", "en": "Annex: the text that was signed"}
