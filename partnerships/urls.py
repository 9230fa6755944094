"""Addresses of projects, groups, ideas and the board. What is public says so in its view."""

from django.urls import path

from .views import agreements, board, browsing, coordinating, groups, ideas, links, partners, projects, reviews, writing

app_name = "partnerships"
urlpatterns = [
    path("projects/", browsing.project_list, name="project_list"),
    path("projects/new/", writing.project_new, name="project_new"),
    path("projects/<slug:slug>/", projects.project, name="project"),
    path("projects/<slug:slug>/edit/", writing.project_edit, name="project_edit"),
    path("projects/<slug:slug>/send/", projects.project_send, name="project_send"),
    path("projects/<slug:slug>/take-back/", projects.project_withdraw, name="project_withdraw"),
    path("projects/<slug:slug>/still-right/", projects.project_still_right, name="project_still_right"),
    path("projects/<slug:slug>/how-it-stands/", reviews.project_standing, name="project_standing"),
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/<str:token>/", reviews.review, name="review"),
    path("projects/<slug:slug>/follow-suit/", projects.project_follow, name="project_follow"),
    path("projects/<slug:slug>/save/", ideas.project_save, name="project_save"),
    path("projects/<slug:slug>/partners/", partners.project_partners, name="project_partners"),
    path("projects/<slug:slug>/partners/<int:pk>/remove/", partners.partner_remove, name="partner_remove"),
    path("projects/<slug:slug>/partners/<int:pk>/ask/", links.partner_ask, name="partner_ask"),
    path(
        "projects/<slug:slug>/partners/<int:pk>/take-link-back/",
        links.partner_link_withdraw,
        name="partner_link_withdraw",
    ),
    path("projects/<slug:slug>/partners/<int:pk>/agreement/", agreements.agreement, name="agreement"),
    path("projects/<slug:slug>/partners/<int:pk>/agreement/edit/", agreements.agreement_edit, name="agreement_edit"),
    path("confirm/<str:token>/", links.participation_link, name="participation_link"),
    path("projects/<slug:slug>/participation/", partners.participation_answer, name="participation_answer"),
    path("ideas/", ideas.idea_list, name="idea_list"),
    path("ideas/compare/", ideas.idea_compare, name="idea_compare"),
    path("ideas/sheet/", ideas.idea_sheet, name="idea_sheet"),
    path("ideas/share/", ideas.shelf_share, name="shelf_share"),
    path("ideas/unshare/", ideas.shelf_unshare, name="shelf_unshare"),
    path("ideas/shared/<str:token>/", ideas.shelf, name="shelf"),
    path("ideas/<slug:slug>/note/", ideas.idea_note, name="idea_note"),
    path("ideas/<slug:slug>/remove/", ideas.idea_remove, name="idea_remove"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("groups/<slug:slug>/membership/", groups.group_membership, name="group_membership"),
    path("groups/<slug:slug>/edit/", coordinating.group_edit, name="group_edit"),
    path("groups/<slug:slug>/members/", coordinating.group_members, name="group_members"),
    path("groups/<slug:slug>/members/<int:pk>/remove/", coordinating.group_member_remove, name="group_member_remove"),
    path("groups/<slug:slug>/coordinators/", coordinating.group_coordinators, name="group_coordinators"),
    path("groups/<slug:slug>/coordinate/", coordinating.group_coordinate, name="group_coordinate"),
    path("groups/<slug:slug>/step-down/", coordinating.group_step_down, name="group_step_down"),
    path("board/", board.listing_list, name="listing_list"),
    path("board/new/", board.listing_new, name="listing_new"),
    path("board/<int:pk>/", board.listing, name="listing"),
    path("board/<int:pk>/close/", board.listing_close, name="listing_close"),
]
