"""Soon."""
from django.http import Http404

def idea_list(request, **kwargs):
    raise Http404

def idea_note(request, **kwargs):
    raise Http404

def idea_remove(request, **kwargs):
    raise Http404

def project_save(request, **kwargs):
    raise Http404

