"""Soon."""
from django.http import Http404

def project_list(request, **kwargs):
    raise Http404

