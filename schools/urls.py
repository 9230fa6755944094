"""Addresses of schools."""

from django.urls import path

from . import views

app_name = "schools"
urlpatterns = [
    path("schools/", views.school_list, name="school_list"),
    path("schools/map/", views.school_map, name="school_map"),
    path("schools/suggest/", views.suggest, name="suggest"),
    path("schools/<int:pk>-<slug:slug>/", views.school, name="school"),
    path("schools/<int:pk>-<slug:slug>/wrong/", views.facts_wrong, name="facts_wrong"),
]
