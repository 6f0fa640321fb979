"""The plaque as an object: what stands on it, and its three outputs from one template."""

from association.core.lettering import missing_characters
from association.plaques.artwork.sheets import (
    colourway_of,
    draw_plaque,
    print_sheet,
    proof_sheet,
    refuse_boxes,
    write_print_file,
)
from association.plaques.artwork.words import plaque_words
from association.plaques.lettering import MissingCharacters

__all__ = [
    "MissingCharacters",
    "colourway_of",
    "draw_plaque",
    "missing_characters",
    "plaque_words",
    "print_sheet",
    "proof_sheet",
    "refuse_boxes",
    "write_print_file",
]
