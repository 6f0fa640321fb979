"""The school hears that the public reads a notice of its case, in words that were approved."""

from django.urls import reverse
from wagtail.models import Revision

from association.alliances.readers import people_of_schools
from association.messaging.services import Draft, tell
from association.violations.models import NoticePage


def tell_notice(*, page: NoticePage, revision: Revision) -> None:
    """Tell the school of a notice that was approved just now and is read from now on.

    Before the decision is in force nobody reads it, and nothing is told: that comes with the
    decision. Called wherever a notice is published; each text is told once.
    """
    case = page.case
    if not case.is_public:
        return
    people = people_of_schools([case.school_id]).get(case.school_id, [])
    tell(
        [
            Draft(
                person=person,
                kind="notice_published",
                key=f"violations.noticepage:{page.pk}:{revision.pk}",
                words={"code": case.code, "until": case.public_until},
                link=reverse("violations:case", args=[case.school.uscc, case.code]),
            )
            for person in people
        ]
    )
