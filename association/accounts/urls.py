from django.contrib.auth.views import LogoutView
from django.urls import path

from association.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("desk/", views.my_desk, name="my_desk"),
    path("password/", views.ChangePasswordView.as_view(), name="password"),
    path("forgotten/", views.ForgottenPasswordView.as_view(), name="password_reset"),
    path("forgotten/sent/", views.ForgottenPasswordSentView.as_view(), name="password_reset_done"),
    path(
        "forgotten/<slug:uidb64>/<slug:token>/",
        views.NewPasswordView.as_view(),
        name="password_reset_confirm",
    ),
]
