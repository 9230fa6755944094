"""Every address of the site; each app brings its own (product.md lists them as a contract)."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
