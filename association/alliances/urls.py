from django.urls import path

from association.alliances.views import alliance, joining, school

app_name = "alliances"

urlpatterns = [
    path("join/<slug:code>/", joining.JoinView.as_view(), name="join"),
    path("desk/", school.desk, name="desk"),
    path("desk/<slug:uscc>/", school.school_desk, name="school_desk"),
    path("desk/<slug:uscc>/leave/", school.leave, name="leave"),
    path("alliance-desk/", alliance.alliance_desk, name="alliance_desk"),
    path("alliance-desk/<slug:code>/", alliance.led_alliance, name="led_alliance"),
]
