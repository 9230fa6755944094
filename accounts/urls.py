"""Addresses of accounts. Log-in, sign-up, password and two-step are allauth's, under /accounts/ too."""

from django.urls import path

from .views import colleagues, invitations, joining, notices, own, profiles

app_name = "accounts"
urlpatterns = [
    path("accounts/yours/", own.account, name="account"),
    path("accounts/yours/name/", own.name_edit, name="name_edit"),
    path("accounts/yours/data/", own.data, name="data"),
    path("accounts/yours/data/<slug:kind>/", own.data_download, name="data_download"),
    path("accounts/yours/erase/", own.erase, name="erase"),
    path("accounts/schools/join/", joining.membership_new, name="membership_new"),
    path("accounts/schools/joining/<int:pk>/", joining.membership, name="membership"),
    path("accounts/schools/joining/<int:pk>/office/", joining.office_code_send, name="office_code_send"),
    path("accounts/schools/joining/<int:pk>/code/", joining.office_code_enter, name="office_code_enter"),
    path("accounts/office/<slug:token>/", joining.office_request, name="office_request"),
    path("accounts/invitations/<slug:token>/", invitations.invitation, name="invitation"),
    path("accounts/notices/", notices.notice_choices, name="notice_choices"),
    path("accounts/notices/off/<str:token>/", notices.notices_off, name="notices_off"),
    path("schools/<int:pk>/logo/", profiles.logo, name="logo"),
    path("my-school/profile/<int:pk>/", profiles.profile_edit, name="profile_edit"),
    path("my-school/colleagues/", colleagues.colleague_list, name="colleague_list"),
    path("my-school/colleagues/<int:pk>/approve/", colleagues.membership_approve, name="membership_approve"),
    path("my-school/colleagues/<int:pk>/refuse/", colleagues.membership_refuse, name="membership_refuse"),
    path("my-school/colleagues/<int:pk>/end/", colleagues.membership_end, name="membership_end"),
    path("my-school/colleagues/<int:pk>/role/", colleagues.membership_role, name="membership_role"),
    path("my-school/colleagues/invite/<int:school_pk>/", invitations.invitation_new, name="invitation_new"),
    path(
        "my-school/colleagues/invitations/<int:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
