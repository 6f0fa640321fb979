from django.urls import path

from association.plaques.views import (
    codes,
    departments,
    feed,
    gate,
    members,
    pictures,
    reports,
    sharing,
    takedowns,
    verification,
)

app_name = "plaques"

urlpatterns = [
    path("v/<str:token>", verification.scan, name="scan"),
    path("v/too-many/", codes.too_many, name="too_many_codes"),
    # A code that lost its end, and one that a chat program gave a slash.
    path("v/", verification.scan),
    path("v/<str:token>/", verification.scan),
    path("v/photo/<slug:name>.webp", gate.gate_photo, name="gate_photo"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:number>/", verification.verify_number, name="verify_number"),
    path("report/", reports.report, name="report"),
    path("report/sent/", reports.sent, name="report_sent"),
    path("verify/<str:number>/card.png", sharing.share_card, name="share_card"),
    path("badge/<str:number>.svg", sharing.badge, name="badge"),
    path("badge/<str:number>/", sharing.badge_page, name="badge_page"),
    path("oembed", sharing.oembed, name="oembed"),
    path("plaques.atom", feed.feed, name="feed"),
    path("members/", members.members, name="members"),
    path("desk/<slug:uscc>/plaques/<slug:number>.png", pictures.picture, name="picture"),
    path("alliance-desk/<slug:code>/hanging/", gate.hanging, name="hanging"),
    path("alliance-desk/<slug:code>/hanging/<slug:number>/", gate.hang, name="hang"),
    path("department-desk/<slug:code>/register/", departments.register, name="register"),
    path(
        "department-desk/<slug:code>/register.xlsx",
        departments.register_file,
        name="register_file",
    ),
    path(
        "desk/<slug:uscc>/plaques/<slug:number>/bare-wall/", takedowns.bare_wall, name="bare_wall"
    ),
]
