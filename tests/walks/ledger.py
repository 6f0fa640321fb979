"""A ledger with one new school, as a secretary would send it in mid-year."""

from stdnum.cn import uscc

NAME = "示范区新竹艺术培训学校"
BODY = "52370799MJ2026112"
CODE = BODY + uscc.calc_check_digit(BODY)

CSV = f"""坐标系：WGS-84
机构名称,信用代码,许可证编号,办学内容,办学地址,所属街道,联盟,负责人,联系电话,有效期至,经度,纬度
{NAME},{CODE},教民137079970000777号,文化艺术,示范区广场街道新竹路8号,广场街道,东联盟,校长,0536-0777777,2029-08-31,119.18,36.71
"""
