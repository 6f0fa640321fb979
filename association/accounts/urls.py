from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from association.accounts import views

app_name = "accounts"

urlpatterns = [
    path(
        "sign-in/",
        LoginView.as_view(template_name="accounts/sign_in.html", redirect_authenticated_user=True),
        name="sign_in",
    ),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("desk/", views.my_desk, name="my_desk"),
]
