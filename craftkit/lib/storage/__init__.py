"""Where files that we made or were given are kept: one interface, two places, a folder or an S3 bucket."""

from craftkit.lib.storage.addresses import from_settings, store_from_url
from craftkit.lib.storage.files import Disk, FileStore
from craftkit.lib.storage.s3 import S3Store
from craftkit.lib.storage.store import ObjectMissing, StorageUnavailable, Store, content_key, own_key

__all__ = [
    "Disk",
    "FileStore",
    "ObjectMissing",
    "S3Store",
    "StorageUnavailable",
    "Store",
    "content_key",
    "from_settings",
    "own_key",
    "store_from_url",
]
