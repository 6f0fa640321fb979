from association.plaques.services import activate_plaque, issue_plaque
from association.pledges.models import CovenantVersion
from association.pledges.services import (
    accept_pledge,
    confirm_pledge,
    sign_pledge,
    start_pledge,
    tick_promise,
)
from association.pledges.services.pledges import Signing
from tests.factories.covenants import make_covenant
from tests.factories.people import make_principal, make_secretary
from tests.factories.photos import make_gate_photo
from tests.factories.schools import make_school

TYPED = Signing(
    signer_name="校长甲", capacity="principal", language="zh-hans", sign_in_method="password"
)


def make_draft_pledge(school=None, *, ticked=0):
    """A pledge being read, with the first promises ticked."""
    if not CovenantVersion.objects.current().exists():
        make_covenant()
    school = school or make_school()
    pledge = start_pledge(school=school, acting_user=None)
    for promise in pledge.covenant_version.promises.all()[:ticked]:
        tick_promise(pledge=pledge, promise=promise)
    return pledge


def make_signed_pledge(school=None, *, signer=None, confirmed=False):
    """A signed pledge; confirmed ones can be decided at once."""
    pledge = make_draft_pledge(school, ticked=8)
    signer = signer or make_principal(pledge.school)
    sign_pledge(pledge=pledge, signing=TYPED, acting_user=signer)
    if confirmed:
        pledge = confirm_pledge(pledge=pledge, acting_user=signer)
    return pledge


def make_accepted_pledge(school=None, *, signer=None):
    """A pledge in force."""
    pledge = make_signed_pledge(school, signer=signer, confirmed=True)
    return accept_pledge(pledge=pledge, acting_user=make_secretary())


def make_plaque(school=None):
    """A plaque issued, not activated."""
    return issue_plaque(pledge=make_accepted_pledge(school), acting_user=make_secretary())


def make_active_plaque(school=None):
    """A plaque that hangs at the gate."""
    plaque = make_plaque(school)
    return hang(plaque)


def hang(plaque):
    """Confirm a plaque by a photo taken at the gate."""
    return activate_plaque(
        plaque=plaque, photo=make_gate_photo(plaque), acting_user=make_secretary()
    )
