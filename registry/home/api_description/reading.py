"""The document as chapters of a page: each address with what is asked, what is sent and every answer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field: its name, its type in words, whether it must be there, what it means, an example."""

    name: str
    kind: str
    is_required: bool
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer by its status. `shape`: the name of what it holds; empty where that is a problem."""

    status: str
    words: str
    shape: str
    example: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One address."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    body_example: str
    answers: tuple[Answer, ...]
    fields: tuple[tuple[str, tuple[Field, ...]], ...]


def chapters(document: Json) -> dict[str, list[Entry]]:
    """The addresses by tag, in the order of the document."""
    found: dict[str, list[Entry]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            found[told["tags"][0]].append(_entry(document, path, method, told))
    return found


def _entry(document: Json, path: str, method: str, told: Json) -> Entry:
    body: Json = next(iter(told.get("requestBody", {}).get("content", {}).values()), {})
    schema = resolved(document, body.get("schema", {}))
    answers = tuple(_answer(document, status, answer) for status, answer in told["responses"].items())
    held = [told["responses"][each.status]["content"]["application/json"] for each in answers if each.shape]
    return Entry(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        words=told["description"],
        scope=", ".join(word for need in told["security"] for words in need.values() for word in words),
        parameters=tuple(_parameter(each) for each in told["parameters"]),
        body=_fields(document, schema),
        body_example=_written(body),
        answers=answers,
        fields=tuple(_shapes(document, held[0]["schema"])) if held else (),
    )


def _answer(document: Json, status: str, answer: Json) -> Answer:
    told = resolved(document, answer)
    content: Json = next(iter(told.get("content", {}).values()), {})
    is_problem = content.get("schema", {}).get("$ref", "/Problem").endswith("/Problem")
    name = "" if is_problem else content["schema"]["$ref"].rpartition("/")[2]
    return Answer(status, told["description"], name, "" if is_problem else _written(content))


def _parameter(told: Json) -> Field:
    example = told.get("example", "")
    return Field(told["name"], kind_of(told["schema"]), told["required"], told["description"], as_written(example))


def _shapes(document: Json, schema: Json) -> Iterator[tuple[str, tuple[Field, ...]]]:
    """The shape that an answer holds and those inside it, each once."""
    seen: dict[str, None] = {}
    waiting = [schema]
    while waiting:
        for name in _named(waiting.pop(0)):
            shape = document["components"]["schemas"][name]
            if name not in seen and "properties" in shape:
                seen[name] = None
                yield name, _fields(document, shape)
                waiting += shape["properties"].values()


def _fields(document: Json, schema: Json) -> tuple[Field, ...]:
    required = schema.get("required", ())
    return tuple(
        Field(name, kind_of(told), name in required, told.get("description", ""), _example(told))
        for name, told in schema.get("properties", {}).items()
    )


def kind_of(schema: Json) -> str:
    """The type in the words of JSON Schema, short."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(kind_of(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{kind_of(schema['items'])}]"
    kind = str(schema.get("format") or schema.get("type") or "")
    bounds = [f"{word} {schema[key]}" for word, key in (("≥", "minimum"), ("≤", "maximum")) if key in schema]
    return " ".join([kind, *bounds])


def resolved(document: Json, told: Json) -> Json:
    """What a reference stands for; anything else is itself."""
    found = told
    if "$ref" in told:
        for part in told["$ref"].split("/")[1:]:
            found = document[part] if found is told else found[part]
    return found


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield str(schema["$ref"]).rpartition("/")[2]
        for value in schema.values():
            yield from _named(value)
    elif isinstance(schema, list):
        for each in schema:
            yield from _named(each)


def _written(content: Json) -> str:
    examples = content.get("examples", {})
    if not examples:
        return ""
    return json.dumps(next(iter(examples.values()))["value"], ensure_ascii=False, indent=2)


def _example(told: Json) -> str:
    examples = told.get("examples") or [""]
    return "" if examples[0] in ("", None) else as_written(examples[0])


def as_written(value: Any) -> str:
    """A value as a program writes it; texts without their quotes."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
