"""The API's own documents: the OpenAPI file and the interactive reference that reads it."""

from __future__ import annotations

from functools import cache

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer


@cache
def openapi_yaml(*, server: str) -> bytes:
    """The OpenAPI 3.1 document of an install at `server`; drawn once per process, since code alone decides it."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    schema["servers"] = [{"url": server, "description": "This install"}]
    drawn: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})  # type: ignore[no-untyped-call]
    return drawn


def openapi(request: HttpRequest) -> HttpResponse:
    """`/openapi.yaml`."""
    response = HttpResponse(openapi_yaml(server=settings.BASE_URL), content_type="application/yaml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


# The reference's script sets style attributes; its page holds no data of ours.
@csp_update({"style-src": [SELF, UNSAFE_INLINE], "script-src": [SELF, NONCE], "img-src": [SELF, "data:"]})
def page(request: HttpRequest) -> HttpResponse:
    """`/docs/api`: every endpoint, with a console to try it."""
    return render(request, "reference.html")
