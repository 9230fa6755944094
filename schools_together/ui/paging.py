"""Pages of a list."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

PAGE_SIZE = 20
DEEPEST_PAGE = 100  # who has read two thousand entries needs a better question; scrapers find the export


class CappedPaginator(Paginator):
    """A paginator that ends at DEEPEST_PAGE, so that no address costs more than the others."""

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, DEEPEST_PAGE)


def page_of(request: HttpRequest, things, size: int = PAGE_SIZE) -> Page:
    """The page that `page` asks for; the first for junk, the last for too high a number."""
    return CappedPaginator(things, size).get_page(request.GET.get("page"))


class Counted:
    """Things to page through whose number is known already, so that it is not asked for again."""

    def __init__(self, total: int, things):
        self.total, self.things = total, things

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, wanted: slice):
        return self.things[wanted]


class Found(Counted):
    """A page of ids as something to page through: its length is the total, its only slice the page itself."""

    def __getitem__(self, wanted: slice):
        return self.things


def number_of(request: HttpRequest) -> int:
    """Which page is asked for: the first for junk, none deeper than DEEPEST_PAGE."""
    typed = request.GET.get("page", "")
    return min(max(int(typed), 1), DEEPEST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1
