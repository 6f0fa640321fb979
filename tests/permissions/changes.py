"""Change requests for the matrix: the principal's own, and a stranger's."""

from types import SimpleNamespace

from association.accounts.models import User
from association.alliances.services import edit_own_details
from tests.factories.changes import make_change


def make_changes(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add them to the records, which hold schools by now; the own school says something too."""
    records.change = make_change(records.school, by=people["principal"])
    records.strange_change = make_change(records.strange_plaque.school, by=people["foreign"])
    records.change_proof = records.change.proofs.get()
    records.strange_change_proof = records.strange_change.proofs.get()
    edit_own_details(
        school=records.school,
        phone="0536-0123456",
        introduction_zh="本校开设少儿美术课程。",
        introduction_en="",
        acting_user=people["principal"],
    )
