"""How REST framework and the schema of the API are set, as far as no variable changes it."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["craftkit.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["craftkit.api.authentication.AllowedKinds"],
    "DEFAULT_THROTTLE_CLASSES": ["craftkit.api.throttling.PerPrincipal"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["craftkit.api.parsing.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "craftkit.api.negotiation.AsDocumented",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "craftkit.api.schema.Schema",
    "EXCEPTION_HANDLER": "craftkit.api.errors.answer",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "DATETIME_FORMAT": None,
}
SPECTACULAR = {
    "TITLE": "Craftkit API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "PREPROCESSING_HOOKS": ["craftkit.api.schema.only_public"],
    "POSTPROCESSING_HOOKS": ["craftkit.api.schema.finish", "webhooks.openapi.add_webhooks"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
