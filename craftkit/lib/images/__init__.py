"""Pictures that users give: decoded, set upright, written anew without metadata, or refused with a reason.

SVG is accepted, because most logos are SVG and stay sharp in print only so, but it is rebuilt from a list of harmless
elements and attributes; what draws differently without the rest is refused rather than shown wrong.
"""

from craftkit.lib.images.loading import from_data_uri, is_image, load_image
from craftkit.lib.images.picture import BadImage, Image

__all__ = ["BadImage", "Image", "from_data_uri", "is_image", "load_image"]
