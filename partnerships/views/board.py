"""Soon."""
from django.http import Http404

def listing_list(request, **kwargs):
    raise Http404

def listing_new(request, **kwargs):
    raise Http404

def listing(request, **kwargs):
    raise Http404

def listing_close(request, **kwargs):
    raise Http404

