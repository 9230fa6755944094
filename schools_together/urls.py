"""Every address of the site: the pages of the site itself, then each app's own (product.md has the contract)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from . import health, pages
from .outbox import views

urlpatterns = [
    path("", pages.home, name="home"),
    path("my-school/", pages.my_school, name="my_school"),
    path("my-school/report/", pages.report, name="report"),
    path("numbers/", pages.numbers, name="numbers"),
    path("advice/", pages.advice_list, name="advice_list"),
    path("advice/<slug:slug>/", pages.advice, name="advice"),
    *(path(f"{name}/", pages.text_page, {"name": name}, name=name) for name in pages.TEXT_PAGES),
    path("", include("schools.urls")),
    path("", include("accounts.urls")),
    path("", include("partnerships.urls")),
    path("", include("messaging.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("bounces/", views.bounces, name="bounces"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("sitemap-<slug:part>.xml", pages.sitemap_part, name="sitemap_part"),
    path(".well-known/security.txt", pages.security, name="security"),
]

if settings.GALLERY:
    from .ui import gallery

    urlpatterns += [
        path("gallery/", gallery.gallery, name="gallery"),
        path("gallery/letters/", views.letters, name="letters"),
        path("gallery/letters/<int:pk>/", views.letter, name="letter"),
        path("gallery/letters/<int:pk>/html/", views.letter_html, name="letter_html"),
    ]

handler400 = "schools_together.errors.bad_request"
handler403 = "schools_together.errors.permission_denied"
handler404 = "schools_together.errors.page_not_found"
handler500 = "schools_together.errors.server_error"
handler429 = "schools_together.errors.too_many_requests"  # allauth asks for it
