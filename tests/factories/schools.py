from itertools import count

from stdnum.cn import uscc

from association.alliances.enums import CoordinateSystem, SchoolKind
from association.alliances.models import Alliance
from association.alliances.services import register_school

_numbers = count(1)


def make_uscc(number):
    """A credit code with a right check character in the unassigned division 370799."""
    body = f"52370799MJ{number:07d}"
    return body + uscc.calc_check_digit(body)


def make_school(name="", alliance="east", **values):
    """A member school with its main campus."""
    number = next(_numbers)
    return register_school(
        values={
            "name": name or f"示范区测试{number}培训学校",
            "uscc": make_uscc(number),
            "kind": SchoolKind.TRAINING,
            "licence_no": f"教民13707997{number:07d}号",
            "licence_long_term": True,
            "phone": "0536-0123456",
            **values,
        },
        main_campus={
            "name": "主校区",
            "address": f"示范区测试路{number}号",
            "street": "测试街道",
            "latitude": 36.7,
            "longitude": 119.1,
            "source_crs": CoordinateSystem.WGS84,
        },
        alliance=Alliance.objects.get(code=alliance),
        acting_user=None,
    )
