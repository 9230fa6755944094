"""Addresses of enquiries and of concerns. Only `report` and its kin are public."""

from django.urls import path

from .views import enquiries, reporting, writing

app_name = "messaging"
urlpatterns = [
    path("projects/<slug:slug>/enquire/", writing.project_enquire, name="project_enquire"),
    path("board/<int:pk>/enquire/", writing.listing_enquire, name="listing_enquire"),
    path("schools/<int:pk>-<slug:slug>/enquire/", writing.school_enquire, name="school_enquire"),
    path("groups/<slug:slug>/enquire/", writing.group_enquire, name="group_enquire"),
    path("enquiries/", enquiries.enquiry_list, name="enquiry_list"),
    path("enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/write/", enquiries.enquiry_write, name="enquiry_write"),
    path("enquiries/<int:pk>/answer/", enquiries.enquiry_answer, name="enquiry_answer"),
    path("enquiries/<int:pk>/read/", enquiries.enquiry_read, name="enquiry_read"),
    path("enquiries/<int:pk>/block/", enquiries.enquiry_block, name="enquiry_block"),
    path("enquiries/<int:pk>/unblock/", enquiries.enquiry_unblock, name="enquiry_unblock"),
    path("enquiries/<int:pk>/outcome/", enquiries.enquiry_outcome, name="enquiry_outcome"),
    path("enquiries/<int:pk>/name/", enquiries.enquiry_name, name="enquiry_name"),
    path("enquiries/<int:pk>/archive/", enquiries.enquiry_archive, name="enquiry_archive"),
    path("enquiries/<int:pk>/messages/<int:message_pk>/report/", reporting.message_report, name="message_report"),
    path("projects/<slug:slug>/report/", reporting.project_report, name="project_report"),
    path("report/", reporting.report, name="report"),
    path("report/thanks/", reporting.report_thanks, name="report_thanks"),
]
