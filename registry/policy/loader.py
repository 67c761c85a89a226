"""Reads packs strictly: a pack is taken only if every word is understood, and all faults are told at once.

Knows folders and the head of a file; a parameter is read by `parameters.py`. Whether packs fit together is
`rules.py`; which value holds on a day is `book.py`.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from registry.kernel.errors import BadInput
from registry.policy.pack import PACK_SUFFIX, FaultKind, Pack, PackFault, Parameter, Place
from registry.policy.parameters import read_parameter
from registry.policy.rules import lineage_faults, weaker_faults
from registry.policy.strict import Keys, Kind, Table, table_faults
from registry.policy.terms import SECTIONS, Term, full_name
from registry.policy.wording import sentence

SHIPPED_FOLDER = Path(__file__).with_name("packs")

_HEAD = Keys(
    {
        "jurisdiction": Kind.TEXT,
        "name": Kind.TEXT,
        "name_en": Kind.TEXT,
        "version": Kind.TEXT,
        "last_checked_on": Kind.DAY,
    },
    {"parent": Kind.TEXT, "instrument": Kind.TEXT, "note": Kind.TEXT, **dict.fromkeys(SECTIONS, Kind.TABLE)},
)
_JURISDICTION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Source(NamedTuple):
    """A pack as it lies in a folder or a database: its file name and its bytes."""

    file: str
    content: bytes


class Loaded(NamedTuple):
    """The packs that could be read (without the parameters that could not), by jurisdiction; and every fault."""

    packs: dict[str, Pack]
    faults: list[PackFault]


def sources_in(folder: Path) -> list[Source]:
    """The pack files of a folder, by name. Raises BadInput for a file that cannot be read."""
    return [source_at(path, path.name) for path in sorted(folder.glob("*" + PACK_SUFFIX))]


def source_at(path: Path, file: str) -> Source:
    """One file, under the name that faults call it by. Raises BadInput."""
    try:
        return Source(file, path.read_bytes())
    except OSError as error:
        raise BadInput(sentence("unreadable_pack", path=path, error=error.strerror)) from error


def load(sources: Iterable[Source]) -> Loaded:
    """Read all packs and compare them with each other. Of two files with one name the later holds."""
    latest = {source.file: source for source in sources}
    packs: dict[str, Pack] = {}
    faults: list[PackFault] = []
    for source in sorted(latest.values()):
        pack, its_faults = read_pack(source)
        faults += its_faults
        if pack is not None:
            packs[pack.jurisdiction] = pack
    faults += lineage_faults(packs, [file.removesuffix(PACK_SUFFIX) for file in latest])
    return Loaded(packs, faults + weaker_faults(packs))


def read_pack(source: Source) -> tuple[Pack | None, list[PackFault]]:
    """One pack and its faults. None when its head cannot be read; parameters with faults are left out."""
    at = Place(source.file)
    document = document_of(source)
    if isinstance(document, PackFault):
        return None, [document]
    faults = table_faults(document, _HEAD, at) + _name_faults(document, at)
    head_is_sound = not faults
    parameters: dict[str, Parameter] = {}
    for place, table, term in _parameters_in(document, source.file):
        if term is None:
            faults.append(place.fault(FaultKind.UNKNOWN_PARAMETER))
            continue
        found = read_parameter(table, term, place)
        if isinstance(found, Parameter):
            parameters[found.name] = found
        else:
            faults += found
    return (_pack(document, parameters) if head_is_sound else None), faults


def document_of(source: Source) -> Table | PackFault:
    """The file as TOML, or the fault that it is none. The byte order mark of Windows editors is no fault."""
    try:
        return tomllib.loads(source.content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Place(source.file).fault(FaultKind.NOT_TOML, error=" ".join(str(error).split()))


def _name_faults(document: Table, at: Place) -> list[PackFault]:
    """The jurisdiction is the file's name, and only the first part of a name (`cn`) has no parent."""
    jurisdiction = document.get("jurisdiction")
    if not isinstance(jurisdiction, str):
        return []
    faults = []
    if jurisdiction + PACK_SUFFIX != at.file or not _JURISDICTION.fullmatch(jurisdiction):
        faults.append(at.fault(FaultKind.FILE_NAME_DIFFERS, found=jurisdiction))
    if "parent" not in document and "-" in jurisdiction:
        faults.append(at.fault(FaultKind.MISSING_KEY, key="parent"))
    return faults


def _parameters_in(document: Table, file: str) -> Iterator[tuple[Place, object, Term | None]]:
    """Every parameter written in any section, with what is known of it."""
    for section, terms in SECTIONS.items():
        tables = document.get(section, {})
        for name, table in tables.items() if isinstance(tables, dict) else ():
            yield Place(file, full_name(section, name)), table, terms.get(name)


def _pack(document: Table, parameters: dict[str, Parameter]) -> Pack:
    return Pack(
        jurisdiction=document["jurisdiction"],
        name=document["name"],
        name_en=document["name_en"],
        parent=document.get("parent"),
        version=document["version"],
        last_checked_on=document["last_checked_on"],
        parameters=parameters,
        instrument=document.get("instrument", ""),
        note=document.get("note", ""),
        canonical=json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
    )
