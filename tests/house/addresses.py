"""Who may see what: one row for every address of the site. A new address fails until somebody writes its row.

A row gives the arguments of an example, drawn from the world, and the answer to GET for each of the people.
200 the page · 302 to the log-in for a visitor (elsewhere for others) · 403 a sentence · 404 nothing there · 405 no GET.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.notices import off_path
from partnerships.alerts import address_of as address_of_alert

ROLES = ["visitor", "newcomer", "contributor", "lead", "partner", "stranger", "moderator", "superuser"]


@dataclass(frozen=True)
class Row:
    """Answers in the order of ROLES, and the arguments of the example's address."""

    answers: tuple[int, ...]
    args: Callable = lambda world: []
    query: str = ""


def everyone(args=lambda world: [], query: str = "", answer: int = 200) -> Row:
    return Row((answer,) * len(ROLES), args, query)


def signed_in(args=lambda world: [], answer: int = 200) -> Row:
    return Row((302,) + (answer,) * (len(ROLES) - 1), args)


def row(visitor, newcomer, contributor, lead, partner, stranger, moderator, superuser, args=lambda world: []) -> Row:
    return Row((visitor, newcomer, contributor, lead, partner, stranger, moderator, superuser), args)


def slug_of(name: str) -> Callable:
    return lambda world: [getattr(world, name).slug]


def key_of(name: str) -> Callable:
    return lambda world: [getattr(world, name).pk]


def photo_address(name: str) -> Callable:
    return lambda world: [getattr(world, name).key, getattr(world, name).width, "jpg"]


def alert_token(name: str, alert) -> str:
    return address_of_alert(name, alert).split("/")[-2]


def school_address(world) -> list:
    return [world.school.pk, world.school.slug]


def card_address(world) -> list:
    return [world.public.slug, world.card.participation_id]


WHO_MAY_SEE = {
    "home": everyone(),
    "numbers": everyone(),
    "advice_list": everyone(),
    "advice": everyone(lambda world: ["start-small"]),
    "about": everyone(),
    "privacy": everyone(),
    "accessibility": everyone(),
    "terms": everyone(),
    "safeguarding": everyone(),
    "my_school": signed_in(),
    "report": row(302, 404, 200, 200, 200, 200, 404, 404),
    "bounces": everyone(answer=405),
    "robots": everyone(),
    "sitemap": everyone(),
    "sitemap_part": everyone(lambda world: ["projects"]),
    "partnerships:project_map": everyone(),
    "partnerships:project_feed": everyone(),
    "partnerships:project_csv": everyone(),
    "partnerships:project_json": everyone(),
    "partnerships:category_list": everyone(),
    "partnerships:category": everyone(lambda world: ["stem"]),
    "partnerships:authority_list": everyone(),
    "partnerships:authority": everyone(lambda world: [world.school.local_authority.slug]),
    "security": everyone(),
    "healthz": everyone(),
    "readyz": everyone(),
    "schools:school_list": everyone(),
    "schools:school": everyone(school_address),
    "schools:facts_wrong": everyone(school_address),
    "schools:school_map": everyone(),
    "schools:suggest": everyone(query="q=mary"),
    "accounts:account": signed_in(),
    "accounts:name_edit": signed_in(),
    "accounts:data": signed_in(),
    # Asks for the password first.
    "accounts:data_download": signed_in(lambda world: ["page"], answer=302),
    "accounts:erase": signed_in(),
    "accounts:logo": everyone(key_of("school")),
    "accounts:profile_edit": row(302, 404, 403, 200, 404, 404, 404, 404, key_of("school")),
    "accounts:membership_new": signed_in(),
    "accounts:membership": row(302, 200, 404, 404, 404, 404, 404, 404, key_of("request")),
    "accounts:office_request": everyone(lambda world: [world.office_code.token]),
    "accounts:colleague_list": signed_in(),
    "accounts:membership_end": row(302, 404, 200, 200, 404, 404, 404, 404, key_of("membership")),
    "accounts:membership_role": row(302, 404, 403, 200, 404, 404, 404, 404, key_of("membership")),
    "accounts:invitation_new": row(302, 404, 403, 200, 404, 404, 404, 404, key_of("school")),
    "accounts:invitation": everyone(lambda world: [world.invitation.token]),
    "accounts:notice_choices": signed_in(),
    "accounts:notices_off": everyone(lambda world: [off_path(world.people["lead"], "requests").split("/")[-2]]),
    "partnerships:project_list": everyone(),
    "partnerships:project": everyone(slug_of("public")),
    "partnerships:project_new": row(302, 403, 200, 200, 200, 200, 403, 403),
    "partnerships:project_edit": row(302, 404, 200, 200, 404, 404, 404, 404, slug_of("draft")),
    "partnerships:project_partners": row(302, 404, 200, 200, 404, 404, 404, 404, slug_of("draft")),
    "partnerships:partner_edit": row(
        302, 404, 403, 200, 404, 404, 404, 404, lambda world: [world.asked.slug, world.asked.participations.last().pk]
    ),
    "partnerships:project_follow": row(302, 403, 200, 200, 200, 200, 403, 403, slug_of("public")),
    "partnerships:project_discard": row(302, 404, 200, 200, 404, 404, 404, 404, slug_of("fresh_draft")),
    "partnerships:project_standing": row(302, 404, 403, 200, 404, 404, 404, 404, slug_of("public")),
    "partnerships:review_list": row(302, 403, 403, 200, 200, 200, 403, 403),
    "partnerships:review": everyone(lambda world: [world.review_token]),
    "partnerships:participation_answer": row(302, 404, 404, 404, 200, 404, 404, 404, slug_of("asked")),
    "partnerships:participation_link": everyone(lambda world: [world.link]),
    "partnerships:agreement": row(302, 404, 200, 200, 200, 404, 404, 404, card_address),
    "partnerships:agreement_edit": row(302, 404, 200, 200, 200, 404, 404, 404, card_address),
    "partnerships:project_pictures": row(302, 404, 200, 200, 404, 404, 404, 404, slug_of("draft")),
    "partnerships:photo_file": row(404, 404, 200, 200, 404, 404, 200, 200, photo_address("hidden_photo")),
    "partnerships:project_documents": row(302, 404, 200, 200, 404, 404, 404, 404, slug_of("draft")),
    "partnerships:group_documents": row(302, 403, 403, 200, 403, 403, 403, 403, slug_of("group")),
    "partnerships:document_file": row(
        404, 404, 200, 200, 404, 404, 200, 200, lambda world: [world.hidden_document.key]
    ),
    "partnerships:photo_take_down": everyone(lambda world: [world.photo.key]),
    "partnerships:photo_taken_down": everyone(),
    "partnerships:idea_list": signed_in(),
    "partnerships:idea_compare": signed_in(),
    "partnerships:idea_sheet": signed_in(),
    "partnerships:shelf": everyone(lambda world: [world.shelf.token]),
    "partnerships:project_save": signed_in(slug_of("public")),
    "partnerships:alert_list": signed_in(),
    "partnerships:alert_new": everyone(query="q=choir&category=music"),
    "partnerships:alert_asked": everyone(),
    "partnerships:alert_confirm": everyone(lambda world: [alert_token("alert_confirm", world.alert)]),
    "partnerships:alert_keep": everyone(lambda world: [alert_token("alert_keep", world.alert)]),
    "partnerships:alert_off": everyone(lambda world: [alert_token("alert_off", world.alert)]),
    "partnerships:group_list": everyone(),
    "partnerships:group": everyone(slug_of("group")),
    "partnerships:group_membership": row(302, 404, 200, 200, 200, 404, 404, 404, slug_of("group")),
    "partnerships:group_edit": row(302, 403, 403, 200, 403, 403, 403, 403, slug_of("group")),
    "partnerships:group_members": row(302, 403, 403, 200, 403, 403, 403, 403, slug_of("group")),
    "partnerships:group_coordinate": row(302, 404, 200, 404, 404, 404, 404, 404, slug_of("group")),
    "partnerships:listing_list": everyone(),
    "partnerships:listing": everyone(key_of("listing")),
    "partnerships:listing_new": row(302, 403, 200, 200, 200, 200, 403, 403),
    # Without a school the page says how to join one, and the status that it is not for them yet.
    "messaging:project_enquire": row(302, 403, 200, 200, 200, 200, 403, 403, slug_of("public")),
    "messaging:listing_enquire": row(302, 403, 200, 200, 200, 200, 403, 403, key_of("listing")),
    "messaging:group_enquire": row(302, 403, 200, 200, 200, 200, 403, 403, slug_of("group")),
    "messaging:school_enquire": row(302, 403, 200, 200, 200, 200, 403, 403, school_address),
    "messaging:enquiry_list": signed_in(),
    "messaging:enquiry": row(302, 404, 200, 200, 200, 404, 404, 404, key_of("enquiry")),
    "messaging:message_report": row(
        302, 404, 200, 200, 200, 404, 404, 404, lambda world: [world.enquiry.pk, world.enquiry.messages.get().pk]
    ),
    "messaging:project_report": everyone(slug_of("public")),
    "messaging:report": everyone(query="page=/projects/"),
    "messaging:report_thanks": everyone(),
}

# What only changes something: a visitor is sent to the log-in, everybody else is told that reading is not the way.
ONLY_BY_POST = {
    "accounts:membership_approve": lambda world: [world.membership.pk],
    "accounts:membership_refuse": lambda world: [world.membership.pk],
    "accounts:invitation_withdraw": key_of("invitation"),
    "accounts:office_code_send": key_of("request"),
    "accounts:office_code_enter": key_of("request"),
    "partnerships:project_keep": slug_of("draft"),
    "partnerships:project_send": slug_of("draft"),
    "partnerships:project_withdraw": slug_of("public"),
    "partnerships:project_still_right": slug_of("public"),
    "partnerships:partner_ask": lambda world: [world.asked.slug, world.asked.participations.last().pk],
    "partnerships:partner_link_withdraw": lambda world: [world.asked.slug, world.asked.participations.last().pk],
    "partnerships:photo_remove": lambda world: [world.draft.slug, world.hidden_photo.key],
    "partnerships:document_remove": lambda world: [world.hidden_document.key],
    "partnerships:partner_remove": lambda world: [world.asked.slug, world.asked.participations.last().pk],
    "partnerships:idea_note": slug_of("public"),
    "partnerships:idea_remove": slug_of("public"),
    "partnerships:group_member_remove": lambda world: [world.group.slug, world.group.members.last().pk],
    "partnerships:group_coordinators": slug_of("group"),
    "partnerships:group_step_down": slug_of("group"),
    "partnerships:shelf_share": lambda world: [],
    "partnerships:shelf_unshare": lambda world: [],
    "partnerships:listing_close": key_of("listing"),
    "partnerships:alert_end": key_of("alert"),
    "messaging:enquiry_write": key_of("enquiry"),
    "messaging:enquiry_answer": key_of("enquiry"),
    "messaging:enquiry_outcome": key_of("enquiry"),
    "messaging:enquiry_name": key_of("enquiry"),
    "messaging:enquiry_archive": key_of("enquiry"),
    "messaging:enquiry_read": key_of("enquiry"),
    "messaging:enquiry_block": key_of("enquiry"),
    "messaging:enquiry_unblock": key_of("enquiry"),
}
WHO_MAY_SEE |= {name: signed_in(args, answer=405) for name, args in ONLY_BY_POST.items()}


def address_of(name: str, row: Row, world) -> str:
    """The example's address, with its query."""
    from django.urls import reverse

    address = reverse(name, args=row.args(world))
    return f"{address}?{row.query}" if row.query else address
