"""A project's brand from its assets: the logo and the colour that mails, share pages and signing pages have."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.errors import InvalidRequest
from craftkit.lib.images import BadImage, load_image
from craftkit.lib.storage import from_settings
from craftkit.mail.actions import change_brand
from craftkit.mail.forms import LOGO_BYTES, LOGO_PIXELS
from templates_app.models import Asset


class UnfitLogo(InvalidRequest):
    """Mail programs would not show this picture, or not gladly."""

    message = gettext_noop("Choose a PNG, JPEG, GIF or WebP of at most 200 kB.")


def change(*, project: Project, color: str, logo: Asset | None, no_logo: bool = False) -> None:
    """Keep colour and logo; without a new one the logo stays, unless it is to go. Raises UnfitLogo."""
    if logo is not None:
        data, mime = picture_of(logo)
        change_brand(project=project, brand_color=color, logo=data, logo_mime=mime)
    elif no_logo:
        change_brand(project=project, brand_color=color, logo=b"", logo_mime="")
    else:
        change_brand(project=project, brand_color=color)


def picture_of(asset: Asset) -> tuple[bytes, str]:
    """The asset's picture and its media type. It is copied, so that deleting the asset does not unbrand mails."""
    if asset.size_bytes > LOGO_BYTES:
        raise UnfitLogo
    try:
        image = load_image(from_settings().get(asset.key), max_pixels=LOGO_PIXELS)
    except BadImage:
        raise UnfitLogo from None
    if image.mime == "image/svg+xml":
        raise UnfitLogo
    return image.data, image.mime
