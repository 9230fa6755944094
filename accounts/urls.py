"""Addresses of accounts. Log-in, sign-up, password and two-step are allauth's, under /accounts/ too."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("accounts/schools/join/", views.membership_new, name="membership_new"),
    path("accounts/invitations/<slug:token>/", views.invitation, name="invitation"),
    path("my-school/colleagues/", views.colleague_list, name="colleague_list"),
    path("my-school/colleagues/<int:pk>/approve/", views.membership_approve, name="membership_approve"),
    path("my-school/colleagues/<int:pk>/refuse/", views.membership_refuse, name="membership_refuse"),
    path("my-school/colleagues/<int:pk>/end/", views.membership_end, name="membership_end"),
    path("my-school/colleagues/invite/<int:school_pk>/", views.invitation_new, name="invitation_new"),
    path("my-school/colleagues/invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
]
