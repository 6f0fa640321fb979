from django.urls import path

from association.pledges import views
from association.pledges.views import papers, public_papers

app_name = "pledges"

DESK = "desk/<slug:uscc>/pledge/"
RECEIPT = f"{DESK}receipt/<slug:receipt_no>/"

urlpatterns = [
    path(DESK, views.overview, name="overview"),
    path(f"{DESK}begin/", views.begin, name="begin"),
    path(f"{DESK}promise/<slug:code>/", views.promise, name="promise"),
    path(f"{DESK}sign/", views.sign, name="sign"),
    path(f"{DESK}check/", views.check, name="check"),
    path(RECEIPT, views.receipt, name="receipt"),
    path(f"{RECEIPT}undo/", views.undo, name="undo"),
    path(f"{RECEIPT}hand-in/", views.hand_in, name="hand_in"),
    path(f"{RECEIPT}signature.png", views.signature, name="signature"),
    path(f"{RECEIPT}<slug:kind>.pdf", papers.paper, name="paper"),
    path(f"{RECEIPT}<slug:kind>.sig", papers.paper_signature, name="paper_signature"),
    path("papers/check/", public_papers.check_paper, name="check_paper"),
    path("papers/<str:token>/", public_papers.paper_page, name="paper_page"),
    path("papers/<str:token>/signature.sig", public_papers.public_signature, name="paper_sig"),
]
