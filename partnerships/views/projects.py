"""Soon."""
from django.http import Http404

def project(request, **kwargs):
    raise Http404

def project_send(request, **kwargs):
    raise Http404

def project_withdraw(request, **kwargs):
    raise Http404

def project_still_right(request, **kwargs):
    raise Http404

def project_follow(request, **kwargs):
    raise Http404

