"""Page set-up: the API's form and the envelope's, mapped both ways."""

from __future__ import annotations

import pytest

from craftkit.lib.errors import InvalidRequest
from templates_app.document import page_box, page_from_config, page_to_config


def faults(config: object) -> list[str]:
    """The paths of the faults of a page set-up."""
    with pytest.raises(InvalidRequest) as refused:
        page_from_config(config)
    assert refused.value.issues is not None
    return list(refused.value.issues["fieldErrors"])


def test_nothing_means_a4_portrait():
    page = page_from_config(None)

    assert page_box(page) == (210, 297, {"top": 20, "right": 20, "bottom": 20, "left": 20})
    assert page_from_config({}) == page


@pytest.mark.parametrize(
    "config",
    [
        {"format": "A4", "orientation": "portrait", "margin": "20mm", "printBackground": True},
        {"format": "Letter", "orientation": "landscape", "margin": "0mm", "printBackground": False},
        {"format": "A5", "orientation": "portrait", "margin": "10mm 12.5mm 10mm 12.5mm", "printBackground": True},
        {"width": "100mm", "height": "150mm", "orientation": "portrait", "margin": "5mm", "printBackground": True},
    ],
)
def test_a_set_up_survives_the_way_there_and_back(config):
    assert page_to_config(page_from_config(config)) == config


@pytest.mark.parametrize(
    ("margin", "millimetres"),
    [
        ("2cm", [20, 20, 20, 20]),
        ("1in", [25.4, 25.4, 25.4, 25.4]),
        ("72pt 96px", [25.4, 25.4, 25.4, 25.4]),
        ("1mm 2mm 3mm", [1, 2, 3, 2]),
        (0, [0, 0, 0, 0]),
        ({"top": "5mm"}, [5, 20, 20, 20]),
    ],
)
def test_margins_are_read_as_in_css(margin, millimetres):
    assert list(page_from_config({"margin": margin})["margin"].values()) == millimetres


def test_landscape_turns_the_sheet_and_formats_ignore_case():
    assert page_box(page_from_config({"format": "a4", "orientation": "landscape"}))[:2] == (297, 210)


@pytest.mark.parametrize(
    ("config", "path"),
    [
        ("A4", "pageConfig"),
        ({"format": "A9"}, "pageConfig.format"),
        ({"format": 4}, "pageConfig.format"),
        ({"orientation": "upright"}, "pageConfig.orientation"),
        ({"margin": "20"}, "pageConfig.margin"),
        ({"margin": 20}, "pageConfig.margin"),
        ({"margin": True}, "pageConfig.margin"),
        ({"margin": "1mm 1mm 1mm 1mm 1mm"}, "pageConfig.margin"),
        ({"margin": "20mm;}"}, "pageConfig.margin"),
        ({"margin": "140mm"}, "pageConfig.margin"),
        ({"margin": {"side": "1mm"}}, "pageConfig.margin"),
        ({"margin": ["1mm"]}, "pageConfig.margin"),
        ({"width": "100mm"}, "pageConfig.height"),
        ({"width": "1mm", "height": "150mm"}, "pageConfig.size"),
        ({"printBackground": "yes"}, "pageConfig.printBackground"),
        ({"scale": 2}, "pageConfig.scale"),
    ],
)
def test_faults_are_named_by_their_path(config, path):
    assert faults(config) == [path]
