"""A ledger that was read, brought into the registry: persons, employments, posts, leave and placements of one school.

All rows or none. A ledger with a faulty cell is refused, since nobody would know later which row was left out.
Nobody is known by name alone: every teacher has a staff number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from registry.audit.model import Event
from registry.audit.process import Process
from registry.exchange.model import Ledger, LedgerTeacher, PersonParticulars, PlacementParticulars
from registry.institutions.model.commands import OpenUnit, RegisterEnterprise
from registry.institutions.model.facts import School, UnitKind
from registry.institutions.queries.belongings import units
from registry.institutions.service.bulk import register_enterprises
from registry.institutions.service.schools import changeable_school
from registry.institutions.service.units import open_unit
from registry.institutions.writing import require_valid
from registry.kernel.credit_codes import has_right_check_character
from registry.kernel.errors import BadInput
from registry.kernel.id_numbers import has_right_check_digit
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.bulk import LeaveWanted, Newcomer, PostWanted, TakeOnMany
from registry.people.model.commands import RegisterPerson
from registry.people.model.facts import LeaveKind, PostCategory
from registry.people.service.bulk import take_on_many
from registry.practice.model import PlacementFact
from registry.practice.records import PlacementContent
from registry.practice.records.bulk import FiledPlacement, RecordFiled
from registry.practice.service.bulk import record_filed

NOBODY = PersonParticulars()
NOTHING = PlacementParticulars()


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
    newcomers = tuple(_newcomer(ledger, each, departments, school) for each in ledger.teachers)
    taken = await take_on_many(process, TakeOnMany(school.id, newcomers), scope)
    firms = _firms(ledger)
    enterprises = await register_enterprises(process, firms.values())
    ids = {reference: enterprises[firm] for reference, firm in firms.items()}
    filed = tuple(_filed(ledger, taken.person_ids, ids))
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


def _newcomer(ledger: Ledger, teacher: LedgerTeacher, departments: Mapping[str, UUID], school: School) -> Newcomer:
    """The teacher as the roster says. A post's last day ends no employment: the ledger tells of teaching only."""
    told = ledger.particulars.persons.get(teacher.staff_no, NOBODY)
    facts = teacher.facts
    starts = [post.started_on for post in facts.posts]
    own_day = facts.records_from if facts.records_from != school.records_from else None
    person = RegisterPerson(teacher.name, told.sex, told.birth_on, _checked_number(told.id_number), own_day)
    return Newcomer(
        teacher.staff_no,
        person,
        departments.get(teacher.department.strip()),
        started_on=min((day for day in starts if day), default=None) if all(starts) else None,
        posts=tuple(PostWanted(PostCategory(post.category.value), *post[1:]) for post in facts.posts),
        leaves=tuple(
            LeaveWanted(_leave_kind(ledger, teacher, leave), leave.started_on, leave.finished_on)
            for leave in facts.leaves
        ),
    )


def _leave_kind(ledger: Ledger, teacher: LedgerTeacher, leave: Period) -> LeaveKind:
    return ledger.particulars.leave_kinds.get((teacher.staff_no, leave), LeaveKind.OTHER)


def _checked_number(id_number: str) -> str | None:
    """Numbers without a check digit (fifteen digits, permits, passports) are not kept: none could be compared."""
    return id_number if has_right_check_digit(id_number) else None


def _firms(ledger: Ledger) -> dict[str, RegisterEnterprise]:
    """Which enterprise each placement names, by its reference. A credit code that fails its check is left out."""
    firms = {}
    for fact in _placements(ledger):
        code = ledger.particulars.placements.get(fact.reference, NOTHING).credit_code
        firms[fact.reference] = RegisterEnterprise(fact.enterprise, code if has_right_check_character(code) else None)
    return firms


def _placements(ledger: Ledger) -> Iterator[PlacementFact]:
    return (fact for teacher in ledger.teachers for fact in teacher.facts.placements)


def _filed(
    ledger: Ledger, persons: Mapping[str, UUID], enterprises: Mapping[str, UUID | None]
) -> Iterator[FiledPlacement]:
    for teacher in ledger.teachers:
        for fact in teacher.facts.placements:
            content = PlacementContent(
                enterprise_name=fact.enterprise,
                started_on=fact.started_on,
                finished_on=fact.finished_on,
                enterprise_id=enterprises[fact.reference],
                position=ledger.particulars.placements.get(fact.reference, NOTHING).position,
                form=fact.form,
                share_percent=fact.share_percent,
                attended=fact.attended,
            )
            yield FiledPlacement(fact.reference, persons[teacher.staff_no], content, fact.state)


def _left_out(ledger: Ledger) -> dict[str, int]:
    numbers = [each.id_number for each in ledger.particulars.persons.values() if each.id_number]
    codes = [each.credit_code for each in ledger.particulars.placements.values() if each.credit_code]
    return {
        "id_number": sum(1 for number in numbers if not has_right_check_digit(number)),
        "credit_code": sum(1 for code in codes if not has_right_check_character(code)),
    }


def _told(command: ImportLedger, imported: Imported) -> LedgerImported:
    counts: dict[str, object] = {field.name: getattr(imported, field.name) for field in fields(imported)}
    file: dict[str, object] = {"file_name": command.file_name, "file_digest": command.file_digest}
    return LedgerImported("school_ledger", str(command.school_id), None, {**file, **counts})
