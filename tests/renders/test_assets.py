"""The pictures of a document: which are loaded, and how often."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image as Picture

from craftkit.lib.images import load_image
from craftkit.lib.outbound import Outbound
from renders import assets
from renders.assets import gather
from templates_app.compiler import ImageSource


@pytest.fixture
def loads(monkeypatch):
    """The pictures that were decoded, in order."""
    seen = []

    def load(data):
        seen.append(data)
        return load_image(data)

    monkeypatch.setattr(assets, "load_image", load)
    assets._remembered.cache_clear()
    return seen


def inline(width):
    """A picture as a data address."""
    file = BytesIO()
    Picture.effect_noise((width, width), 90).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def gathered(source):
    """The pictures of a document that shows this one."""
    return gather([ImageSource(source, "seller.logo")], outbound=Outbound(), deadline=0)


def test_a_logo_is_decoded_for_the_first_of_its_documents_only(loads):
    logo = inline(20)

    first, second = gathered(logo), gathered(logo)

    assert first.sources == second.sources
    assert len(loads) == 1


def test_a_large_picture_is_not_remembered(loads):
    photo = inline(400)

    gathered(photo)
    gathered(photo)

    assert len(loads) == 2


def test_a_picture_that_is_none_is_a_warning_each_time(loads):
    broken = "data:image/png;base64,bm9uZQ=="

    warnings = [gathered(broken).warnings, gathered(broken).warnings]

    assert [[warning.code for warning in each] for each in warnings] == [["asset_failed"], ["asset_failed"]]
