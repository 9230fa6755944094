"""What schools need of the night."""

from schools_together.pictures.keeping import keeps

from .models import SchoolProfile


@keeps("logos")
def logos_in_use() -> set[str]:
    """Files of profiles; what no profile names is swept up."""
    return set(SchoolProfile.objects.exclude(logo="").values_list("logo", flat=True))
