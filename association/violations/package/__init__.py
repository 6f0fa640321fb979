"""What a department receives of a case: letter, table, evidence and a signed list of them."""

from association.violations.package.archive import Package, build_package
from association.violations.package.contents import Contents, Piece, contents_of
from association.violations.package.reading import Kept, UnreadablePackage, kept_package

__all__ = [
    "Contents",
    "Kept",
    "Package",
    "Piece",
    "UnreadablePackage",
    "build_package",
    "contents_of",
    "kept_package",
]
