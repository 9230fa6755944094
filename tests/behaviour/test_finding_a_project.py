import pytest
from tests import factories, people
pytestmark = pytest.mark.django_db

def test_smoke(client, sign_in):
    from tests.house.world import make_world
    w = make_world()
    out = []
    for who in [None, "newcomer", "contributor", "lead", "partner", "moderator"]:
        client.logout()
        if who: sign_in(w.people[who])
        for url in ["/projects/?q=lab&near=CB2 1EN&within=10&category=stem&phase=primary&page=1e9&sector=zzz&near=x", "/projects/?q=hockey&near=Nowhere&within=x", "/projects/?q=hockey&near=CB2 1EN&within=5&category=music",
          f"/projects/{w.public.slug}/", f"/projects/{w.draft.slug}/", f"/projects/{w.asked.slug}/", "/projects/new/", f"/projects/{w.draft.slug}/edit/", f"/projects/{w.draft.slug}/partners/", f"/projects/{w.public.slug}/follow-suit/", f"/projects/{w.asked.slug}/participation/",
          "/ideas/", "/groups/", "/groups/cambridge-group/", "/groups/cambridge-group/membership/", "/board/?category=music&phase=zzz&kind=need", f"/board/{w.listing.pk}/", "/board/new/?kind=need"]:
            r = client.get(url)
            out.append((who, r.status_code, url))
    print("\n".join(map(str, out)))
