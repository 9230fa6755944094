import warnings

from django.apps import AppConfig

from .limits import MOST_PIXELS


class PicturesConfig(AppConfig):
    name = "schools_together.pictures"
    label = "pictures"
    verbose_name = "Pictures"

    def ready(self) -> None:
        """Teach Pillow the pictures of iPhones, and to refuse what Django's own fields let pass with a warning."""
        import pi_heif
        from PIL import Image

        pi_heif.register_heif_opener()
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        warnings.simplefilter("error", Image.DecompressionBombWarning)
