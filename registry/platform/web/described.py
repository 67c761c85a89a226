"""The description of the JSON addresses (OpenAPI 3.1), made from the handlers themselves: nothing is told twice."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from registry.platform.web.api import FILE, JSON, MULTIPART, ROOT, Operation, Problem, Shape
from registry.platform.web.faults import PROBLEM, TITLES
from registry.platform.web.pages import SEE_OTHER

VERSION = "3.1.0"
REF = "#/components/schemas/{name}"
TOKEN = "token"
SECURITY = {"type": "http", "scheme": "bearer", "description": "接口令牌,在“我的账号 › 接口令牌”签发"}
NOT_SIGNED_IN, NOT_FOUND = 401, 404
Json = dict[str, Any]


def operations(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    """Every described address in order: its path, its method, its handler."""
    found = {
        (route.path_format, method.lower()): handler
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and isinstance(handler.opt.get("told"), Operation)
        for method in handler.http_methods
    }
    return [(path, method, handler) for (path, method), handler in sorted(found.items(), key=lambda pair: pair[0])]


def description(app: Litestar, title: str, words: str, server: str) -> Json:
    """The whole document. `server`: the address below which the paths are."""
    found = operations(app)
    told = [handler.opt["told"] for _, _, handler in found]
    paths: Json = {}
    for path, method, handler in found:
        paths.setdefault(path, {})[method] = _operation(handler)
    return {
        "openapi": VERSION,
        "info": {"title": title, "version": ROOT.rpartition("/")[2], "description": words},
        "servers": [{"url": server}],
        "security": [{TOKEN: []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(each.tag for each in told)],
        "paths": paths,
        "components": {
            "securitySchemes": {TOKEN: SECURITY},
            "schemas": _schemas(told),
            "responses": {str(status): _refusal(status) for status in _statuses(told)},
        },
    }


def _operation(handler: HTTPRouteHandler) -> Json:
    told: Operation[Any] = handler.opt["told"]
    entry: Json = {
        "operationId": handler.name,
        "tags": [told.tag],
        "summary": told.summary,
        "description": told.description,
        "security": [] if handler.opt.get("public") else [{TOKEN: [str(handler.opt["token_scope"])]}],
        "parameters": [*_path_parts(told), *(_parameters(told.query) if told.query else ())],
        "responses": _responses(told, is_public=bool(handler.opt.get("public"))),
    }
    if told.body:
        content: Json = {"schema": {"$ref": REF.format(name=told.body.__name__)}}
        if told.sent:
            content["examples"] = {"example": {"value": msgspec.to_builtins(told.sent)}}
        entry["requestBody"] = {"required": True, "content": {JSON: content}}
    if told.form:
        entry["requestBody"] = {"required": True, "content": {MULTIPART: {"schema": _form(told.form)}}}
    return entry


def _form(shape: type[Shape]) -> Json:
    """The fields of a form and its file."""
    fields = {each["name"]: each for each in _parameters(shape)}
    told = {
        name: {**each["schema"], "description": each["description"], "examples": [each["example"]]}
        for name, each in fields.items()
    }
    file = {"type": "string", "format": "binary", "description": "文件:.xlsx、.xls 或 .csv"}
    return {
        "type": "object",
        "properties": {FILE: file, **told},
        "required": [FILE, *(name for name, each in fields.items() if each["required"])],
        "additionalProperties": False,
    }


def _path_parts(told: Operation[Any]) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": part.description,
            "schema": dict(part.shape),
            "example": part.example,
        }
        for name, part in told.path.items()
    ]


def _parameters(shape: type[Shape]) -> list[Json]:
    """The query's fields, each with its own schema; what stands for an absent one is told in words."""
    components = msgspec.json.schema_components([shape], ref_template=REF)[1]
    schema = components[shape.__name__]
    found = []
    for name, told in schema["properties"].items():
        inner = {key: value for key, value in told.items() if key not in ("description", "examples")}
        kinds = [kind for kind in inner.pop("anyOf", []) if kind != {"type": "null"}]
        if inner.get("default", 0) is None:
            del inner["default"]
        entry: Json = {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": told["description"],
            "schema": {**inner, **(kinds[0] if kinds else {})},
        }
        if examples := told.get("examples"):
            entry["example"] = examples[0]
        found.append(entry)
    return found


def _responses(told: Operation[Any], is_public: bool) -> Json:
    answer: Json = {
        "description": told.summary,
        "content": {
            JSON: {
                "schema": {"$ref": REF.format(name=told.answer.__name__)},
                "examples": {"example": {"value": msgspec.to_builtins(told.example)}},
            }
        },
    }
    if told.links:
        answer["links"] = {
            name: {"operationId": link.route, "parameters": dict(link.parameters)}
            for name, link in told.links.items()
        }
    found = {str(told.status): answer}
    for status, words in told.also.items():
        found[str(status)] = {**answer, "description": words}
    refusals = {*told.refusals} if is_public else {NOT_SIGNED_IN, NOT_FOUND, *told.refusals}
    return found | {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(refusals)}


def _refusal(status: int) -> Json:
    if status == SEE_OTHER:
        where = {"description": "并入后的记录的地址", "schema": {"type": "string"}}
        return {"description": "该记录已并入另一条记录", "headers": {"Location": where}}
    example: Json = {"type": "about:blank", "title": TITLES[status], "status": status}
    if status == 422:
        example |= {"detail": "limit:应为 1 到 200 的整数", "faults": {"limit": "应为 1 到 200 的整数"}}
    content = {"schema": {"$ref": REF.format(name="Problem")}, "examples": {"example": {"value": example}}}
    answer: Json = {"description": TITLES[status], "content": {PROBLEM: content}}
    if status == NOT_SIGNED_IN:
        shape = {"type": "string", "const": "Bearer"}
        answer["headers"] = {"WWW-Authenticate": {"description": "要求接口令牌", "schema": shape}}
    return answer


def _statuses(told: list[Operation[Any]]) -> list[int]:
    return sorted({NOT_SIGNED_IN, NOT_FOUND, *(status for each in told for status in each.refusals)})


def _schemas(told: list[Operation[Any]]) -> Json:
    shapes: dict[str, type[Shape]] = {"Problem": Problem}
    for each in told:
        for shape in (each.answer, each.body, each.query, each.form):
            if shape is not None:
                shapes[shape.__name__] = shape
    asked = {shape.__name__ for each in told for shape in (each.query, each.form) if shape}
    return {name: _named(schema) for name, schema in _components(shapes).items() if name not in asked}


def _components(shapes: Mapping[str, type[Shape]]) -> Json:
    return dict(msgspec.json.schema_components(list(shapes.values()), ref_template=REF)[1])


def _named(schema: Json) -> Json:
    """Without the words that are for readers of the code."""
    return {key: value for key, value in schema.items() if key != "description"}
