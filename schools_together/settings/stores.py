"""Where pictures and documents are kept: a folder of this machine, or an object store that the environment names."""

from collections.abc import Mapping


def _impatient():
    """A store that hangs holds a thread for eight seconds; the library by itself would wait five minutes."""
    from botocore.config import Config  # only who names a bucket has installed it

    return Config(connect_timeout=3, read_timeout=4, retries={"max_attempts": 1})


def picture_store(environment: Mapping[str, str]) -> dict:
    """One entry of STORAGES. Private either way: every file goes through a view that asks who may see it."""
    if not environment.get("PICTURES_BUCKET"):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": environment["PICTURES_BUCKET"],
        "endpoint_url": environment.get("PICTURES_ENDPOINT") or None,
        "region_name": environment.get("PICTURES_REGION") or None,
        "access_key": environment.get("PICTURES_KEY") or None,
        "secret_key": environment.get("PICTURES_SECRET") or None,
        "default_acl": None,  # as the bucket says, and the bucket says private
        "querystring_auth": True,
        "file_overwrite": False,
        "client_config": _impatient(),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
