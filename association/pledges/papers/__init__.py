"""Receipts and certificates as signed files: what they say, how they are set and checked."""

from association.pledges.papers.checking import Outcome, Verdict, check_file, judged
from association.pledges.papers.detached import Detached, UnreadableSignature, signature_file
from association.pledges.papers.making import UnprintablePaper, paper_pdf

__all__ = [
    "Detached",
    "Outcome",
    "UnprintablePaper",
    "UnreadableSignature",
    "Verdict",
    "check_file",
    "judged",
    "paper_pdf",
    "signature_file",
]
