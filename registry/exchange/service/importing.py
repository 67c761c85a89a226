"""A ledger that was read, brought into the registry: persons, employments, posts, leave and placements of one school.

All rows or none. A ledger with a faulty cell is refused, since nobody would know later which row was left out.
Nobody is known by name alone: every teacher has a staff number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from registry.audit.model import Event
from registry.audit.process import Process
from registry.exchange.model import Ledger, LedgerTeacher
from registry.exchange.service.wanting import filed_in, firms_of, newcomer_of, wrong_credit_codes, wrong_id_numbers
from registry.institutions.model.commands import OpenUnit
from registry.institutions.model.facts import School, UnitKind
from registry.institutions.queries.belongings import units
from registry.institutions.service.bulk import register_enterprises
from registry.institutions.service.schools import changeable_school
from registry.institutions.service.units import open_unit
from registry.institutions.writing import require_valid
from registry.kernel.errors import BadInput
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.bulk import TakeOnMany
from registry.people.service.bulk import take_on_many
from registry.practice.records.bulk import RecordFiled
from registry.practice.service.bulk import record_filed


@dataclass(frozen=True, slots=True)
class ImportLedger:
    """A ledger of one school. `file_digest`: SHA-256 of the file in hexadecimal, None where there was no file."""

    school_id: UUID
    ledger: Ledger
    file_name: str
    file_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """How much was written; what stood already is counted in `known_placements` and nowhere else.

    `own_placements`: said to be recognised, but the importer's own; they wait for somebody else.
    `left_out`: credit codes and identity numbers that fail their check, by what they are; all else was taken.
    """

    teachers: int
    persons: int
    employments: int
    departments: int
    leaves: int
    enterprises: int
    placements: int
    verified: int
    known_placements: int
    own_placements: int
    left_out: Mapping[str, int]


class LedgerImported(Event):
    """A ledger was brought in; `after` holds the file's name and digest and how much was written."""


async def import_ledger(process: Process, command: ImportLedger, scope: Scope = EVERYWHERE) -> Imported:
    """Bring a ledger into the registry. Rows said to be recognised are verified by the actor, the file as proof.

    Raises NotFound, NotPermitted, BadInput for a ledger with faults, InvalidFields with each fault by the staff
    number or the place in the file.
    """
    school = await changeable_school(command.school_id, scope)
    _require_importable(command.ledger, school)
    ledger = command.ledger
    departments, opened = await _departments(process, school, ledger.teachers, scope)
    newcomers = tuple(newcomer_of(ledger, each, departments, school) for each in ledger.teachers)
    taken = await take_on_many(process, TakeOnMany(school.id, newcomers), scope)
    firms = firms_of(ledger)
    enterprises = await register_enterprises(process, firms.values())
    ids = {reference: enterprises[firm] for reference, firm in firms.items()}
    filed = tuple(filed_in(ledger, taken.person_ids, ids))
    proof = f"依据导入的台账:{command.file_name}"
    recorded = await record_filed(process, RecordFiled(school.id, filed, proof), scope)
    imported = Imported(
        teachers=len(ledger.teachers),
        persons=taken.persons,
        employments=taken.employments,
        departments=opened,
        leaves=taken.leaves,
        enterprises=sum(1 for event in process.events if event.subject == "enterprise"),
        placements=recorded.recorded,
        verified=recorded.verified,
        known_placements=recorded.known,
        own_placements=recorded.own,
        left_out=_left_out(ledger),
    )
    process.record(_told(command, imported))
    return imported


def _require_importable(ledger: Ledger, school: School) -> None:
    if ledger.errors:
        raise BadInput(f"台账有 {len(ledger.errors)} 处错误,改正后才能导入;没有写入任何内容 (mend the errors first)")
    nameless = {each.name: "没有工号;不能只凭姓名识别教师" for each in ledger.teachers if each.staff_no == each.name}
    elsewhere = {
        each.staff_no: f"学校代码 {each.school_code} 不是本校"
        for each in ledger.teachers
        if each.school_code not in ("", school.code)
    }
    require_valid(nameless, elsewhere)


async def _departments(
    process: Process, school: School, teachers: Iterable[LedgerTeacher], scope: Scope
) -> tuple[dict[str, UUID], int]:
    """The school's departments by name, and how many that the ledger names were opened for it."""
    standing = [unit for unit in await units(process.reading, school.id) if unit.stands_on(process.today)]
    found = {unit.name: unit.id for unit in standing if unit.kind is UnitKind.DEPARTMENT}
    named = dict.fromkeys(each.department.strip() for each in teachers)
    missing = [name for name in named if name and name not in found]
    for name in missing:
        found[name] = (await open_unit(process, OpenUnit(school.id, UnitKind.DEPARTMENT, name), scope)).id
    return found, len(missing)


def _left_out(ledger: Ledger) -> dict[str, int]:
    return {"id_number": len(wrong_id_numbers(ledger)), "credit_code": len(wrong_credit_codes(ledger))}


def _told(command: ImportLedger, imported: Imported) -> LedgerImported:
    counts: dict[str, object] = {field.name: getattr(imported, field.name) for field in fields(imported)}
    file: dict[str, object] = {"file_name": command.file_name, "file_digest": command.file_digest}
    return LedgerImported("school_ledger", str(command.school_id), None, {**file, **counts})
