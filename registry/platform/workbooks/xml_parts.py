"""The small XML parts of a package: lists of sheets and relations. Definitions of entities are refused."""

from collections.abc import Iterator
from xml.parsers import expat

from registry.platform.workbooks.failures import Problem, Unreadable

UNREADABLE_XML = (expat.ExpatError, ValueError, LookupError)
"""What expat raises for XML that is not well-formed or in an encoding that nobody knows."""


def elements(xml: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The tag and attributes of every element in order, all names without their prefix. Raises Unreadable."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((_local(tag), {_local(name): value for name, value in attributes.items()}))

    parser = careful_parser()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except UNREADABLE_XML as fault:
        raise Unreadable(Problem.DAMAGED) from fault
    return iter(found)


def careful_parser() -> expat.XMLParserType:
    """A parser that refuses a document type, the place where entities that grow without end are defined."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unreadable(Problem.ENTITIES)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]
