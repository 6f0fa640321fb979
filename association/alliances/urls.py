from django.urls import path

from association.alliances.views import (
    alliance,
    changes,
    contacts,
    department,
    handovers,
    joining,
    own_details,
    people,
    school,
    visitor,
)

app_name = "alliances"

urlpatterns = [
    path("join/", joining.JoinByCodeView.as_view(), name="join_by_code"),
    path("join/<slug:code>/", joining.JoinView.as_view(), name="join"),
    path("desk/", school.desk, name="desk"),
    path("desk/<slug:uscc>/", school.school_desk, name="school_desk"),
    path("desk/<slug:uscc>/leave/", school.leave, name="leave"),
    path("desk/<slug:uscc>/data/", changes.school_data, name="school_data"),
    path("desk/<slug:uscc>/data/own/", own_details.own_details, name="own_details"),
    path("desk/<slug:uscc>/data/change/", changes.ask, name="ask_change"),
    path("desk/<slug:uscc>/data/requests/<slug:code>/", changes.change, name="change"),
    path(
        "desk/<slug:uscc>/data/requests/<slug:code>/take-back/",
        changes.withdraw,
        name="withdraw_change",
    ),
    path(
        "desk/<slug:uscc>/data/requests/<slug:code>/proof/<int:pk>/",
        changes.proof,
        name="change_proof",
    ),
    path("desk/<slug:uscc>/people/", people.people, name="people"),
    path("desk/<slug:uscc>/people/invite/", people.invite_staff, name="invite_staff"),
    path("desk/<slug:uscc>/people/<int:pk>/end/", people.end_staff, name="end_staff"),
    path("desk/<slug:uscc>/invitations/<int:pk>/", people.invitation, name="invitation"),
    path(
        "desk/<slug:uscc>/invitations/<int:pk>/slip.pdf",
        people.invitation_slip,
        name="invitation_slip",
    ),
    path("desk/<slug:uscc>/invitations/<int:pk>/again/", people.invite_again, name="invite_again"),
    path(
        "desk/<slug:uscc>/invitations/<int:pk>/take-back/",
        people.take_invitation_back,
        name="take_invitation_back",
    ),
    path("desk/<slug:uscc>/hand-over/", handovers.hand_over, name="hand_over"),
    path("desk/<slug:uscc>/hand-over/call-off/", handovers.call_off, name="call_off_hand_over"),
    path("taking-over/", handovers.taking_over, name="taking_over"),
    path("taking-over/<int:pk>/decline/", handovers.decline, name="decline_taking_over"),
    path("alliance-desk/", alliance.alliance_desk, name="alliance_desk"),
    path("alliance-desk/<slug:code>/", alliance.led_alliance, name="led_alliance"),
    path(
        "alliance-desk/<slug:code>/schools/<slug:uscc>/contact/", contacts.contact, name="contact"
    ),
    path("alliance-desk/<slug:code>/visitors/", alliance.visitors, name="visitors"),
    path(
        "alliance-desk/<slug:code>/visitors/<int:pk>/end/",
        alliance.end_visitor,
        name="end_visitor",
    ),
    path("visitor-desk/", visitor.visitor_desk, name="visitor_desk"),
    path("visitor-desk/<slug:code>/", visitor.visited_alliance, name="visited_alliance"),
    path("department-desk/", department.department_desk, name="department_desk"),
    path("department-desk/<slug:code>/", department.read_department, name="read_department"),
]
