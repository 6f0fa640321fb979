"""Plaques for the matrix later in their lives: to renew, replaced, printed, taken back."""

from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from association.accounts.models import User
from association.alliances.models import School
from association.alliances.services import appoint_representative
from association.plaques.enums import (
    Colourway,
    PhotoKind,
    ReplacementReason,
    ReportKind,
)
from association.plaques.models import MeasureProposal, Plaque, PlaqueBatch
from association.plaques.services import (
    issue_batch,
    issue_plaque,
    make_print_file,
    replace_copy,
    report_plaque,
    show_bare_wall,
)
from association.plaques.viewsets.batch_forms import new_key
from association.pledges.services import accept_pledge
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_active_plaque,
    make_photo,
    make_school,
    make_secretary,
    make_signed_pledge,
    put_in_force,
)
from tests.plaques.measures import propose_danger


def make_plaques(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add what plaques need in later life to the records, which hold `plaque` and `to_renew`.

    people: principal, staff and left get one more school; the clerk proposes a measure.
    """
    records.photo = records.plaque.photos.get()
    sign_again(records.to_renew)
    _replace(records)
    records.batch = print_batch()
    records.report = report_plaque(plaque=records.plaque, kind=ReportKind.ELSEWHERE)
    records.own_proposal = propose(make_active_plaque(), people["clerk"])
    _take_back(records, people)


def sign_again(plaque: Plaque) -> None:
    """Let the school of a plaque sign the covenant that is in force by now."""
    signer = plaque.pledge.signature.signer
    pledge = make_signed_pledge(plaque.school, signer=signer, confirmed=True)
    accept_pledge(pledge=pledge, acting_user=make_secretary())


def propose(plaque: Plaque, proposer: User) -> MeasureProposal:
    """Return a proposal that waits for a second person."""
    return propose_danger(plaque, acting_user=proposer)


def hang_for(school: School, signer: User) -> Plaque:
    """Return a plaque that hangs, on a pledge which this person signed."""
    pledge = make_accepted_pledge(school, signer=signer)
    return hang(issue_plaque(pledge=pledge, acting_user=make_secretary()))


def upload(data: bytes) -> SimpleUploadedFile:
    """Return a photo as a form takes it."""
    return SimpleUploadedFile("photo.jpg", data, content_type="image/jpeg")


def _replace(records: SimpleNamespace) -> None:
    plaque = make_active_plaque()
    records.old_photo = plaque.photos.get()
    replace_copy(plaque=plaque, reason=ReplacementReason.LOST, acting_user=make_secretary())
    records.old_copy = plaque.replaced_copies.get()


def print_batch() -> PlaqueBatch:
    """Return a batch of one plaque, with its print file."""
    pledge = make_accepted_pledge()
    batch = issue_batch(
        key=new_key(),
        choices=[(pledge, pledge.school.campuses.get())],
        colourway=Colourway.PAPER,
        acting_user=make_secretary(),
    )
    return make_print_file(batch=batch)


def _take_back(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Plaques that have to come down: the principal's, one elsewhere, and one that is down."""
    own, elsewhere = make_school(), make_school(alliance="north")
    for part, capacity in (("principal", "principal"), ("staff", "staff"), ("left", "staff")):
        appoint_representative(school=own, user=people[part], capacity=capacity, acting_user=None)
    records.taken_back = _revoke(hang_for(own, people["principal"]))
    records.strange_taken_back = _revoke(make_active_plaque(elsewhere))
    records.take_down = _revoke(make_active_plaque()).take_down
    show_bare_wall(take_down=records.take_down, photo=make_photo(), acting_user=people["lead"])
    records.bare_wall = records.take_down.plaque.photos.get(kind=PhotoKind.BARE_WALL)


def _revoke(plaque: Plaque) -> Plaque:
    put_in_force(plaque)
    return plaque
