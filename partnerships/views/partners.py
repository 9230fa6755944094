"""Soon."""
from django.http import Http404

def project_partners(request, **kwargs):
    raise Http404

def partner_remove(request, **kwargs):
    raise Http404

def participation_answer(request, **kwargs):
    raise Http404

