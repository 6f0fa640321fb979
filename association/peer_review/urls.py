from django.urls import path

from association.peer_review.views import acts, drawing, public, rounds, school, visits

app_name = "peer_review"

LED = "alliance-desk/<slug:code>/rounds/"
ROUND = f"{LED}<slug:round_code>/"
DESK = "desk/<slug:uscc>/visits/"

urlpatterns = [
    path("draws/", public.draws, name="draws"),
    path("draws/<slug:code>/", public.draw, name="draw"),
    path("draws/<slug:code>/record.json", public.record, name="record"),
    path("draws/<slug:code>/repeat/", public.repeat, name="repeat"),
    path("draws/<slug:code>/repeat.html", public.repeat_file, name="repeat_file"),
    path(LED, rounds.led_rounds, name="led_rounds"),
    path(f"{LED}plan/", rounds.plan, name="plan_round"),
    path(ROUND, rounds.led_round, name="led_round"),
    path(f"{ROUND}edit/", rounds.edit_plan, name="edit_plan"),
    path(f"{ROUND}announce/", drawing.announce, name="announce"),
    path(f"{ROUND}results/", drawing.results, name="results"),
    path(f"{ROUND}open/", acts.open_visits, name="open_round"),
    path(f"{ROUND}close/", acts.close, name="close_round"),
    path(f"{ROUND}call-off/", acts.call_off, name="call_off"),
    path(f"{ROUND}places/<int:pk>/excuse/", acts.excuse, name="excuse"),
    path(f"{ROUND}places/<int:pk>/call-off/", acts.call_place_off, name="call_off_seat"),
    path(f"{ROUND}places/<int:pk>/free/", acts.free_place, name="free_place"),
    path(f"{ROUND}visits/<int:pk>/leave-out/", acts.leave_out, name="leave_out"),
    path(f"{ROUND}visits/<int:pk>/visitor/", acts.seat, name="seat_visitor"),
    path(DESK, school.school_visits, name="school_visits"),
    path(f"{DESK}places/<int:pk>/", school.name_place, name="name_place"),
    path(f"{DESK}ties/", school.ties, name="ties"),
    path(f"{DESK}ties/declare/", school.declare, name="declare_tie"),
    path(f"{DESK}rounds/<slug:round_code>/", school.school_part, name="school_part"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/paper/", visits.paper, name="paper"),
    path("visits/<int:pk>/form.pdf", visits.sheet, name="paper_form"),
]
