"""A ledger with one new school, as a secretary would send it in mid-year."""

from dataclasses import dataclass

from stdnum.cn import uscc

HEADER = (
    "坐标系：WGS-84\n"
    "机构名称,信用代码,许可证编号,办学内容,办学地址,所属街道,联盟,负责人,联系电话,有效期至,经度,纬度\n"
)


@dataclass(frozen=True)
class Ledger:
    """One school by its two characters and the last digits of its credit code."""

    word: str
    digits: str

    @property
    def name(self):
        return f"示范区{self.word}艺术培训学校"

    @property
    def code(self):
        body = f"52370799MJ20261{self.digits}"
        return body + uscc.calc_check_digit(body)

    @property
    def text(self):
        """The file's text."""
        return (
            f"{HEADER}{self.name},{self.code},教民1370799700077{self.digits}号,文化艺术,"
            f"示范区广场街道{self.word}路8号,广场街道,东联盟,校长,0536-0777777,2029-08-31,"
            "119.18,36.71\n"
        )
