"""How fast many plaques are issued and their print files set, beside a plain loop in the same run.

    .venv/bin/python benchmarks/batch.py [PLAQUES]

The loop saves row by row, writes each code with the qrcode package and its own mask search, and
sets one page at a time; it is measured on LOOP plaques and compared by the plaque. Works on a
database of its own in a temporary folder, or on an empty one that DATABASE_URL names.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOOP = 200


def make_choices(count: int, *, first: int) -> list[tuple[Any, Any]]:
    """Return accepted pledges with the campus of their schools, one for each made-up school."""
    from stdnum.cn import uscc  # noqa: PLC0415 -- after the settings

    from association.alliances.models import Campus, School  # noqa: PLC0415 -- same
    from association.pledges.models import Pledge  # noqa: PLC0415 -- same
    from tests.factories import make_accepted_pledge  # noqa: PLC0415 -- same

    model = make_accepted_pledge()
    main = model.school.campuses.get()
    numbers = range(first, first + count)
    codes = [body + uscc.calc_check_digit(body) for body in (f"52370799MJ{n:07d}" for n in numbers)]
    schools = School.objects.bulk_create(
        like(model.school, uscc=code, name=f"示范区第{number}文化艺术培训学校")
        for number, code in zip(numbers, codes, strict=True)
    )
    campuses = Campus.objects.bulk_create(like(main, school=school) for school in schools)
    pledges = Pledge.objects.bulk_create(
        like(model, school=school, receipt_no=f"B-{school.uscc}") for school in schools
    )
    return list(zip(pledges, campuses, strict=True))


def like(row: Any, **changes: Any) -> Any:
    """Return a copy of a row that is not saved, with some fields changed."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**({name: getattr(row, name) for name in names} | changes))


class Shares:
    """Seconds spent in some functions, gathered while others call them."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def watch(self, module: Any, name: str, stage: str) -> None:
        """Have the seconds of a function counted for a stage."""
        act: Callable = getattr(module, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return act(*args, **kwargs)
            finally:
                self.seconds[stage] += time.perf_counter() - begun

        setattr(module, name, timed)

    def show(self, total: float) -> None:
        """Print each stage with its share of the whole."""
        for stage, seconds in [*self.seconds.items(), ("rest", total - self.seconds.total())]:
            print(f"  {stage:<34}{seconds:8.2f} s {seconds / total:6.0%}")


def spent(begun: tuple[float, float] = (0, 0)) -> tuple[float, float]:
    """Return seconds by the clock and seconds of this process alone, since another answer."""
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def said(seconds: tuple[float, float]) -> str:
    """Return both in words; on a machine that others use the second one tells more."""
    return f"{seconds[0]:.1f} s, {seconds[1]:.1f} s of processor"


def run_batch(count: int, user: Any) -> tuple[float, float]:
    """Issue and print as the site does; return the seconds as `spent` does."""
    from association.core.models import AssociationProfile  # noqa: PLC0415 -- after the settings
    from association.plaques.artwork import sheets, write_print_file  # noqa: PLC0415 -- same
    from association.plaques.services.batches import issue_batch  # noqa: PLC0415 -- same

    shares = Shares()
    choices = make_choices(count, first=1_000_001)
    shares.watch(sheets, "qr_outline", "codes (zxing-cpp)")
    shares.watch(sheets, "set_pdf", "pages (typst)")
    shares.watch(sheets, "refuse_boxes", "no character drawn as a box")
    shares.watch(sheets, "with_bleed_boxes", "page boxes")
    begun = spent()
    batch = issue_batch(key="bench", choices=choices, colourway="paper", acting_user=user)
    shares.seconds["numbers, rows, events"] = spent(begun)[0]
    plaques = list(batch.plaques.select_related("school", "batch").order_by("sequence"))
    file, extension = write_print_file(plaques, issuer=AssociationProfile.load())
    seconds = spent(begun)
    with file:
        size = file.seek(0, os.SEEK_END)
    if [plaque.sequence for plaque in plaques] != list(range(1, count + 1)):
        sys.exit("the numbers are not 1, 2, 3 …")
    print(f"{count} plaques, {extension} of {size / 1e6:.0f} MB: {said(seconds)}")
    shares.show(seconds[0])
    return seconds


def run_loop(user: Any) -> tuple[float, float]:
    """Issue and print one by one, with the qrcode package; return the seconds as `spent` does."""
    import qrcode  # noqa: PLC0415 -- the baseline alone needs it

    from association.core.models import AssociationProfile  # noqa: PLC0415 -- after the settings
    from association.core.qr import QrOutline  # noqa: PLC0415 -- same
    from association.plaques.artwork import sheets  # noqa: PLC0415 -- same
    from association.plaques.services import issue_plaque  # noqa: PLC0415 -- same

    def outline(text: str) -> QrOutline:
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, border=0)
        code.add_data(text)
        rows = code.get_matrix()
        cells = [(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
        path = "".join(f"M{x} {y}h1v1h-1Z" for x, y in cells)
        return QrOutline(path=path, modules=len(rows))

    choices = make_choices(LOOP, first=5_000_000)
    issuer = AssociationProfile.load()
    ours, sheets.qr_outline = sheets.qr_outline, outline
    shares = Shares()
    shares.watch(sheets, "qr_outline", "codes (qrcode)")
    shares.watch(sheets, "set_pdf", "pages (typst), one each")
    begun = spent()
    for pledge, campus in choices:
        issued = time.perf_counter()
        plaque = issue_plaque(pledge=pledge, campus=campus, acting_user=user)
        shares.seconds["numbers, rows, events"] += time.perf_counter() - issued
        sheets.print_sheet([plaque], issuer=issuer)
    seconds = spent(begun)
    sheets.qr_outline = ours
    print(f"plain loop, {LOOP} plaques: {said(seconds)}")
    shares.show(seconds[0])
    return seconds


def main(count: int) -> None:
    """Measure both and print the ratio and the peak of memory."""
    from django.core.management import call_command  # noqa: PLC0415 -- after the settings

    from tests.factories import make_secretary  # noqa: PLC0415 -- same

    call_command("migrate", verbosity=0, skip_checks=True)
    user = make_secretary()
    batch = run_batch(count, user)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    loop = run_loop(user)
    print(f"peak of memory in the batch: {peak:.0f} MB")
    for kind, mine, plain in zip(("clock", "processor"), batch, loop, strict=True):
        ours, theirs = mine / count * 1000, plain / LOOP * 1000
        ratio = theirs / ours
        print(f"a plaque by {kind}: batch {ours:.2f} ms, loop {theirs:.2f} ms, {ratio:.1f} ×")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "association.settings.demo",
            "SITE_URL": "https://plaque.example",
            "VAR_DIR": folder,
        }
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
