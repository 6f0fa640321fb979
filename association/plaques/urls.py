from django.urls import path

from association.plaques.views import members, pictures, verification

app_name = "plaques"

urlpatterns = [
    path("v/<str:token>", verification.scan, name="scan"),
    # A code that lost its end, and one that a chat program gave a slash.
    path("v/", verification.scan),
    path("v/<str:token>/", verification.scan),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:number>/", verification.verify_number, name="verify_number"),
    path("report/", verification.report, name="report"),
    path("members/", members.members, name="members"),
    path("desk/<slug:uscc>/plaques/<slug:number>.png", pictures.picture, name="picture"),
]
