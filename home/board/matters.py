"""What waits about cases, their notices and filings, and the ways back."""

from django.utils.translation import gettext_lazy as _

from association.violations.enums import CaseStatus
from association.violations.permissions_ways_back import appeal_policy
from association.violations.selectors.filing import (
    filings_to_chase,
    filings_to_send,
    unfiled_cases,
    visits_to_keep,
    visits_to_see_to,
)
from association.violations.selectors.notice_desk import (
    with_notice_to_approve,
    with_notice_to_finish,
    without_notice,
)
from association.violations.selectors.office import office_cases
from association.violations.selectors.ways_back_office import (
    appeals_to_hear,
    appeals_to_name,
    objections_to_answer,
    overdue_appeals,
    overdue_objections,
    overdue_repairs,
    repairs_to_answer,
)
from home.board.duty import Duty, Group, called, having, listed, page

NAME = called("code", "school.name")
WITH_SCHOOL = ("school",)
NAME_IN_CASE = called("code", "case.school.name")
WITH_CASE = ("case__school",)
LOOKS_INTO = having("violations.investigate_case")
DECIDES = having("violations.decide_case")
# Clerks as well: where everybody who decides had a part, it would wait unseen.
EITHER = having("violations.investigate_case", "violations.decide_case")

TO_DECIDE = [
    Duty(
        _("Cases that wait for your vote"),
        DECIDES,
        lambda user: office_cases(user).to_decide_by(user),
        listed("case_admin:index", "?waiting=vote"),
        Group.DECIDE,
        act=page("case_admin:vote"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Appeals that wait for your vote"),
        having("violations.hear_appeal"),
        appeals_to_hear,
        listed("appeal_admin:index", "?waiting=mine"),
        Group.DECIDE,
        act=page("appeal_admin:vote"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Objections for you to answer"),
        DECIDES,
        objections_to_answer,
        listed("objection_admin:index", "?waiting=mine"),
        Group.DECIDE,
        act=page("objection_admin:inspect"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Repairs for you to answer"),
        DECIDES,
        repairs_to_answer,
        listed("repair_admin:index", "?waiting=mine"),
        Group.DECIDE,
        act=page("repair_admin:inspect"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Notices that wait for approval"),
        DECIDES,
        lambda user: office_cases(user).filter(pk__in=with_notice_to_approve().values("pk")),
        listed("case_admin:index", "?waiting=approval"),
        Group.DECIDE,
        act=page("case_admin:inspect"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
]
TO_DO = [
    Duty(
        _("Appeals not answered in time"),
        lambda user: appeal_policy.user_has_permission(user, "name"),
        overdue_appeals,
        listed("appeal_admin:index", "?waiting=overdue"),
        late=True,
        act=page("appeal_admin:inspect"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Objections not answered in time"),
        EITHER,
        overdue_objections,
        listed("objection_admin:index", "?waiting=overdue"),
        late=True,
        act=page("objection_admin:inspect"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Repairs not answered in time"),
        EITHER,
        overdue_repairs,
        listed("repair_admin:index", "?waiting=overdue"),
        late=True,
        act=page("repair_admin:inspect"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Filings not acknowledged in time"),
        LOOKS_INTO,
        filings_to_chase,
        listed("filing_admin:index", "?waiting=overdue"),
        late=True,
        act=page("filing_admin:chase"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Cases decided and overdue"),
        LOOKS_INTO,
        lambda user: office_cases(user).overdue(),
        listed("case_admin:index", "?waiting=overdue"),
        late=True,
        act=page("case_admin:inspect"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Appeals that nobody is named to hear"),
        lambda user: appeal_policy.user_has_permission(user, "name"),
        appeals_to_name,
        listed("appeal_admin:index", "?waiting=name"),
        act=page("appeal_admin:name"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Decisions to be put in force"),
        LOOKS_INTO,
        lambda user: office_cases(user).to_put_in_force(),
        listed("case_admin:index", "?waiting=force"),
        act=page("case_admin:carry_out"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Cases in which a hearing is to be held"),
        LOOKS_INTO,
        lambda user: office_cases(user).hearing_waits(),
        listed("case_admin:index", "?waiting=hearing"),
        act=page("case_admin:hear"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Cases heard out, to be put to decision"),
        LOOKS_INTO,
        lambda user: office_cases(user).heard_out(),
        listed("case_admin:index", "?waiting=heard"),
        act=page("case_admin:put"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Cases the school is not told of yet"),
        LOOKS_INTO,
        lambda user: office_cases(user).filter(status=CaseStatus.OPEN),
        listed("case_admin:index", "?status=open"),
        act=page("case_admin:inspect"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Cases decided, to be seen to"),
        LOOKS_INTO,
        lambda user: office_cases(user).to_see_to(),
        listed("case_admin:index", "?waiting=seen"),
        act=page("case_admin:inspect"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Public decisions of which no notice is drafted"),
        LOOKS_INTO,
        lambda user: office_cases(user).filter(pk__in=without_notice().values("pk")),
        listed("case_admin:index", "?waiting=notice"),
        act=page("case_admin:draft_notice"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Notices to be finished and submitted"),
        LOOKS_INTO,
        lambda user: office_cases(user).filter(pk__in=with_notice_to_finish().values("pk")),
        listed("case_admin:index", "?waiting=finish"),
        act=page("case_admin:inspect"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Cases to be filed with a department"),
        LOOKS_INTO,
        unfiled_cases,
        listed("case_admin:index", "?waiting=filing"),
        act=page("filing_admin:prepare"),
        name=NAME,
        along=WITH_SCHOOL,
    ),
    Duty(
        _("Filings to be sent"),
        LOOKS_INTO,
        filings_to_send,
        listed("filing_admin:index", "?waiting=send"),
        act=page("filing_admin:send"),
        name=NAME_IN_CASE,
        along=WITH_CASE,
    ),
    Duty(
        _("Joint visits whose record is missing"),
        LOOKS_INTO,
        visits_to_keep,
        listed("joint_visit_admin:index", "?status=agreed"),
        act=page("joint_visit_admin:keep"),
        name=called("case.code", "case.school.name"),
        along=WITH_CASE,
    ),
    Duty(
        _("Joint visits not answered by the wished day, or whose case is over"),
        LOOKS_INTO,
        visits_to_see_to,
        listed("joint_visit_admin:index", "?waiting=hanging"),
        act=page("joint_visit_admin:inspect"),
        name=called("case.code", "case.school.name"),
        along=WITH_CASE,
    ),
]
OF_CASES = [*TO_DECIDE, *TO_DO]
