"""Soon."""
from django.http import Http404

def project_new(request, **kwargs):
    raise Http404

def project_edit(request, **kwargs):
    raise Http404

