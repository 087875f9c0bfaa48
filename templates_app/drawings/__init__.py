"""Drawings: barcodes and charts as SVG, drawn on the server, sharp at any size in print."""

from templates_app.drawings.barcodes import barcode
from templates_app.drawings.charts import KINDS as CHART_KINDS
from templates_app.drawings.charts import draw_chart
from templates_app.drawings.codes import KINDS as BARCODE_KINDS
from templates_app.drawings.faults import InvalidDrawing
from templates_app.drawings.shapes import Chart, Series

__all__ = ["BARCODE_KINDS", "CHART_KINDS", "Chart", "InvalidDrawing", "Series", "barcode", "draw_chart"]
