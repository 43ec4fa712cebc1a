"""The OpenAPI 3.0 document of a dialect, made of its declarations."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin, resolver
from marshmallow import Schema

from polydesk.kit.dialect import Dialect
from polydesk.kit.routes import ANYWHERE, Operation

_EITHER = ("values", ANYWHERE)
"""Places that are in the query of a GET and in the body of others; either would do."""
_PAGE = "text/html"
"""Where this is answered, a page may say what is wrong."""
_INTEGER = {"type": "integer", "minimum": 1}


def describe(dialect: Dialect, server_url: str) -> dict[str, Any]:
    """The document; paths are relative to `server_url`, which ends in the dialect's root."""
    document = dialect.document
    plugin = MarshmallowPlugin(schema_name_resolver=_name_of)
    spec = APISpec(
        title=document.title or dialect.title,
        version=document.version,
        openapi_version="3.0.3",
        info={"description": document.description},
        plugins=[plugin],
        servers=[{"url": server_url}],
        **_security(dialect),
    )
    for name, scheme in {**document.security, **document.more_security}.items():
        spec.components.security_scheme(name, dict(scheme))
    if dialect.envelope.error_schema:
        spec.components.schema("Error", dict(dialect.envelope.error_schema))
    for name in dict.fromkeys(op.tag for op in dialect.operations):
        spec.tag({"name": name})
    for operation in dialect.operations:
        if operation.documented:
            _add(spec, plugin, dialect, operation)
    described: dict[str, Any] = spec.to_dict()
    return described


def _security(dialect: Dialect) -> dict[str, Any]:
    names = list(dialect.document.security)
    return {"security": [{name: []} for name in names]} if names else {}


def _name_of(schema: Any) -> str:
    """A schema's class name; empty, which means inline, for those that say so."""
    return "" if getattr(schema, "inline", False) else str(resolver(schema))


def _add(spec: APISpec, plugin: MarshmallowPlugin, dialect: Dialect, operation: Operation) -> None:
    for method in operation.methods:
        name = operation.name.replace(".", "-")
        several = len(operation.methods) > 1
        described: dict[str, Any] = {
            "operationId": f"{name}-{method.lower()}" if several else name,
            "summary": operation.summary,
            "tags": [operation.tag],
            "parameters": _parameters(plugin, operation, method),
            "responses": _responses(dialect, operation),
        }
        body = _body(operation, method)
        if body:
            described["requestBody"] = body
        if operation.public:
            described["security"] = [{name: []} if name else {} for name in operation.security]
        if operation.takes.keys() & set(_EITHER):
            described["x-either-place"] = True
        if dialect.gather is not None:
            described["x-unread-is-none"] = True
        spec.path(path=operation.template, operations={method.lower(): described})


def _parameters(
    plugin: MarshmallowPlugin, operation: Operation, method: str
) -> list[dict[str, Any]]:
    found = [
        {"in": "path", "name": name, "required": True, "schema": _INTEGER if numeric else _TEXT}
        for name, numeric in _url_parts(operation)
    ]
    for place in ("query", *_EITHER) if method in ("GET", "HEAD") else ("query",):
        if place in operation.takes:
            assert plugin.converter is not None
            found += plugin.converter.schema2parameters(operation.takes[place], location="query")
    if operation.pages is not None:
        found += [
            {"in": "query", "name": name, "schema": {"type": "integer", "default": default}}
            for name, default in operation.pages.parameters().items()
        ]
    return found


_TEXT = {"type": "string"}


def _url_parts(operation: Operation) -> list[tuple[str, bool]]:
    """The names of the path's parts, and whether they are numbers."""
    parts = [part.rstrip(">") for part in operation.path.split("<")[1:]]
    return [
        (part.partition(">")[0].rpartition(":")[2], part.startswith(("int:", "number:")))
        for part in parts
    ]


def _body(operation: Operation, method: str) -> dict[str, Any] | None:
    if method in ("GET", "HEAD"):
        return None
    kinds = {
        "json": ["application/json"],
        "form": ["application/x-www-form-urlencoded", "multipart/form-data"],
        "values": ["application/x-www-form-urlencoded", "multipart/form-data"],
        ANYWHERE: ["application/x-www-form-urlencoded", "multipart/form-data", "application/json"],
    }
    content: dict[str, Any] = {
        kind: {"schema": schema}
        for place, schema in operation.takes.items()
        for kind in kinds.get(place, [])
    }
    content |= {kind: {"schema": schema} for kind, schema in operation.reads.items()}
    if operation.files:
        properties = {name: {"type": "string", "format": "binary"} for name in operation.files}
        form = content.pop("multipart/form-data", None) or content.get("application/json")
        files = {"type": "object", "properties": properties}
        content["multipart/form-data"] = {
            "schema": {"allOf": [form["schema"], files]} if form else files
        }
    if not content:
        return None
    schemas = [*operation.takes.values(), *operation.reads.values()]
    required = any(field.required for schema in schemas for field in schema.fields.values())
    return {"content": content, "required": required and not operation.takes.keys() & set(_EITHER)}


def _responses(dialect: Dialect, operation: Operation) -> dict[str, Any]:
    bodies: dict[str, Any] = {}
    schema: Schema | Mapping[str, Any] | None = operation.gives
    if schema is not None:
        wrap = dialect.envelope.describe_page if operation.pages else dialect.envelope.describe
        described = {"schema": wrap(_listed(operation))}
        bodies = {"content": {kind: described for kind in operation.media_types}}
    responses = {
        str(status): {
            "description": HTTPStatus(status).phrase,
            **({} if status == HTTPStatus.NO_CONTENT else bodies),
        }
        for status in (operation.status, operation.or_status)
        if status is not None
    }
    said = {dialect.envelope.error_type: {"schema": {"$ref": "#/components/schemas/Error"}}}
    if _PAGE in operation.media_types:
        said[_PAGE] = {"schema": {"type": "string"}}
    for status in sorted(set(operation.errors)):
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": said}
    return responses


def _listed(operation: Operation) -> Any:
    """The schema; under paging, a list of it."""
    if operation.pages is not None and isinstance(operation.gives, Schema):
        return {"type": "array", "items": operation.gives}
    return operation.gives
