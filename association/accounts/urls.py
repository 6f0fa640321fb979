from django.urls import path

from association.accounts.views import factors, links, me, passwords, signing_in

app_name = "accounts"

urlpatterns = [
    path("sign-in/", signing_in.SignInView.as_view(), name="sign_in"),
    path("sign-in/passkey/", signing_in.PasskeyView.as_view(), name="passkey"),
    path("sign-in/second-factor/", signing_in.SecondFactorView.as_view(), name="second_factor"),
    path("sign-in/link/", links.ask_for_link, name="link_ask"),
    path("sign-in/link/sent/", links.link_sent, name="link_sent"),
    path("sign-in/link/<slug:secret>/", links.open_link, name="link"),
    path("sign-out/", signing_in.SignOutView.as_view(), name="sign_out"),
    path("desk/", signing_in.my_desk, name="my_desk"),
    path("password/", passwords.ChangePasswordView.as_view(), name="password"),
    path("forgotten/", passwords.ForgottenPasswordView.as_view(), name="password_reset"),
    path(
        "forgotten/sent/",
        passwords.ForgottenPasswordSentView.as_view(),
        name="password_reset_done",
    ),
    path(
        "forgotten/<slug:uidb64>/<slug:token>/",
        passwords.NewPasswordView.as_view(),
        name="password_reset_confirm",
    ),
    path("me/", me.me, name="me"),
    path("me/email/", me.email, name="email"),
    path("me/email/<slug:secret>/", me.confirm_email, name="confirm_email"),
    path("me/sessions/others/end/", me.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<int:pk>/end/", me.end_session, name="end_session"),
    path("me/second-factor/", factors.enrol, name="enrol"),
    path("me/second-factor/app/", factors.set_up_app, name="app"),
    path("me/second-factor/passkey/", factors.add_passkey, name="add_passkey"),
    path("me/second-factor/<int:pk>/remove/", factors.remove_factor, name="remove_factor"),
    path("me/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("me/recovery-codes/file/", factors.download_codes, name="download_codes"),
    path("me/recovery-codes/new/", factors.new_codes, name="new_codes"),
    path("me/confirm/", factors.confirm, name="confirm"),
]
