"""The plaque's template."""

from pathlib import Path

from association.core.typesetting import Typesetter

_plaque = Typesetter(Path(__file__).with_name("plaque.typ"))
set_pdf = _plaque.set_pdf
set_png = _plaque.set_png
