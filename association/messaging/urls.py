from django.urls import path

from association.messaging import views

app_name = "messaging"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.message, name="message"),
    path("read/", views.read_all, name="read_all"),
    path("reach/", views.reach, name="reach"),
]
