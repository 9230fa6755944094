"""Soon."""
from django.http import Http404

def group_list(request, **kwargs):
    raise Http404

def group(request, **kwargs):
    raise Http404

def group_membership(request, **kwargs):
    raise Http404

