"""The one door to typst: a template, the typeface, and the lock of this process."""

import json
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from association.core.lettering import font_path

STANDARDS = ["a-2a", "ua-1"]  # for the archive (ISO 19005-2) and for screen readers (ISO 14289-1)

# A compiler refuses a second thread ("Already borrowed"), and two run no faster than one.
_turn = Lock()


class Typesetter:
    """Sets one template. It reads its values as JSON in `sys.inputs.data`."""

    def __init__(self, template: Path) -> None:
        self.template = template

    def set_pdf(self, values: dict[str, Any]) -> bytes:
        """Return a tagged PDF/A. values: what the template reads, as plain data."""
        with _turn:
            return self._compiler.compile(
                sys_inputs={"data": json.dumps(values)}, format="pdf", pdf_standards=STANDARDS
            )

    def set_png(self, values: dict[str, Any], *, ppi: float) -> bytes:
        """Return the single page as PNG. values: as for `set_pdf`. ppi: pixels to the inch."""
        with _turn:
            return self._compiler.compile(
                sys_inputs={"data": json.dumps(values)}, format="png", ppi=ppi
            )

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(
            str(self.template),
            root=str(self.template.parent),
            font_paths=[str(font_path().parent)],
            ignore_system_fonts=True,
        )
