"""The board: what schools need and what they offer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import schools_of
from partnerships import actions
from partnerships.forms.board import BoardFilter
from partnerships.forms.listings import ListingForm
from partnerships.matching import matches_for
from partnerships.models import Listing, ListingKind
from partnerships.permissions import can_close_listing
from schools_together.ui.addresses import without
from schools_together.ui.forms import status_of
from schools_together.ui.paging import page_of


@login_not_required
@require_safe
def listing_list(request: HttpRequest) -> HttpResponse:
    """First what fits one's own school, then everything open."""
    board = BoardFilter(request.GET, Listing.objects.open())
    counts = dict(board.of_any_kind().order_by().values_list("kind").annotate(n=Count("pk", distinct=True)))
    schools = list(schools_of(request.user))
    context = {
        "form": board.form,
        "page": page_of(request, board.qs.for_cards().newest_first()),
        "kinds": kinds_of(request.GET, board.asked["kind"], counts),
        "schools": schools,
        "matches": matches_for(schools) if schools else [],
    }
    return render(request, "partnerships/listing_list.html", context)


def kinds_of(asked, chosen: tuple, counts: dict) -> list[tuple[str, str, bool]]:
    """(words with count, address, is this one) for all, needs and offers."""
    rows = [(f"All ({sum(counts.values())})", without(asked, "kind"), len(chosen) != 1)]
    for kind, words in ((ListingKind.NEED, "Needs"), (ListingKind.OFFER, "Offers")):
        question = asked.copy()
        question.setlist("kind", [kind.value])
        rows.append((f"{words} ({counts.get(kind, 0)})", without(question, "page"), chosen == (kind,)))
    return rows


@login_not_required
@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """One need or offer."""
    listings = Listing.objects.visible_to(request.user).for_cards().prefetch_related("subjects")
    listing = get_object_or_404(listings, pk=pk)
    context = {
        "listing": listing,
        "facts": facts_of(listing),
        "is_mine": can_close_listing(request.user, listing),
        "is_open": Listing.objects.open().filter(pk=pk).exists(),
    }
    return render(request, "partnerships/listing.html", context)


def facts_of(listing: Listing) -> list[tuple]:
    """(term, words) for the panel."""
    far = f"Up to {listing.travel_miles} mile{'' if listing.travel_miles == 1 else 's'}" if listing.travel_miles else ""
    return [
        ("For", [stage.label or stage.name for stage in listing.stages.all()]),
        ("Subjects", [subject.name for subject in listing.subjects.all()]),
        ("When", listing.when),
        ("Cost", listing.get_cost_display()),
        ("Travel", far),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def listing_new(request: HttpRequest) -> HttpResponse:
    """Post a need or an offer for one's own school."""
    schools = schools_of(request.user)
    if not schools:
        return render(request, "partnerships/join_first.html", {"to_do": "post a need or an offer"}, status=403)
    asked = BoardFilter(request.GET).asked["kind"]
    data = request.POST if request.method == "POST" else None
    form = ListingForm(data, schools=schools, initial={"kind": asked[0] if asked else ""})
    if data is not None and form.is_valid():
        try:
            school = form.cleaned_data["posting_school"]
            posted = actions.open_listing(by=request.user, school=school, **form.listing())
        except ValidationError as trouble:
            form.add_error(None, trouble)
        else:
            messages.success(request, "It is on the board.")
            return redirect(posted)
    return render(request, "partnerships/listing_new.html", {"form": form}, status=status_of(form))


@require_POST
def listing_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a need or an offer off the board."""
    listing = get_object_or_404(Listing.objects.visible_to(request.user), pk=pk)
    actions.close_listing(by=request.user, listing=listing)
    messages.success(request, "It is off the board.")
    return redirect("partnerships:listing_list")
