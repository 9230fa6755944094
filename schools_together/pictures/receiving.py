"""Files on their way in: refused by what they say of their size, and dropped as they come where they lied."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse

from .limits import MOST_BYTES, MOST_BYTES_AT_ONCE


def refuse_large_bodies(get_response: Callable) -> Callable:
    """Middleware: answers 413 to a body that says it is too large, before anything of it is read."""

    def answer(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said) > MOST_BYTES_AT_ONCE:
            return HttpResponse(status=413)
        return get_response(request)

    return answer


class CappedFiles(TemporaryFileUploadHandler):
    """Keeps files in the system's folder for temporary ones, each up to MOST_BYTES. What comes after that is not kept.

    A file that was larger arrives empty with its true size, so that a field can say that it is too large.
    """

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received <= MOST_BYTES:
            super().receive_data_chunk(raw_data, start)
        elif not self.file.closed:
            self.file.close()

    def file_complete(self, file_size: int) -> UploadedFile:
        if file_size <= MOST_BYTES:
            return super().file_complete(file_size)
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
