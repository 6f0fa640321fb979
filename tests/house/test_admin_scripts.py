"""Which of Wagtail's templates carry inline scripts; ours stand in their place (ADR 0013)."""

import re
from pathlib import Path

import wagtail
from django.template.loader import get_template
from wagtail.admin.widgets import BaseChooser

from tests.house.tree import ROOT

INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^<>]*\son(?:click|load|change|submit|error)=", re.IGNORECASE)
WAGTAIL = Path(wagtail.__file__).parent

OURS = {
    "wagtailadmin/panels/inline_panel.html",
    "wagtailadmin/widgets/date_input.html",
    "wagtailadmin/widgets/datetime_input.html",
    "wagtailadmin/widgets/time_input.html",
}
# No panel or application of ours draws these.
UNUSED = {
    "wagtailadmin/panels/multiple_chooser_panel.html",
    "wagtailsearchpromotions/add.html",
    "wagtailsearchpromotions/edit.html",
}


def inline_in_wagtail():
    return {
        str(path).partition("/templates/")[2]
        for path in WAGTAIL.rglob("templates/**/*.html")
        if "/test" not in str(path.relative_to(WAGTAIL))
        and (INLINE.search(text := path.read_text(encoding="utf-8")) or HANDLER.search(text))
    }


def test_the_inline_scripts_of_wagtail_are_known():
    assert inline_in_wagtail() == OURS | UNUSED


def test_the_one_method_that_writes_scripts_is_replaced():
    writing = {
        str(path.relative_to(WAGTAIL))
        for path in WAGTAIL.rglob("*.py")
        if "test" not in str(path.relative_to(WAGTAIL))
        and re.search(r"[\"'}]<script>", path.read_text(encoding="utf-8"))
    }
    assert writing == {"admin/widgets/chooser.py"}
    assert BaseChooser.render.__module__ == "association.core.choosers"


def test_ours_stand_in_their_place():
    for name in OURS:
        template = get_template(name)
        assert Path(template.origin.name).is_relative_to(ROOT / "templates"), name
        assert INLINE.search(Path(template.origin.name).read_text(encoding="utf-8")) is None
