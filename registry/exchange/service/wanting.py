"""What a ledger that was read asks of the registry: newcomers, firms, placements, for the slices below."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from registry.exchange.model import Ledger, LedgerTeacher, PersonParticulars, PlacementParticulars
from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.model.facts import School
from registry.kernel.credit_codes import has_right_check_character
from registry.kernel.id_numbers import has_right_check_digit
from registry.people.model.bulk import LeaveWanted, Newcomer, PostWanted
from registry.people.model.commands import RegisterPerson
from registry.people.model.facts import LeaveKind, PostCategory
from registry.practice.model import PlacementFact
from registry.practice.records import PlacementContent
from registry.practice.records.bulk import FiledPlacement

NOBODY = PersonParticulars()
NOTHING = PlacementParticulars()


def newcomer_of(ledger: Ledger, teacher: LedgerTeacher, departments: Mapping[str, UUID], school: School) -> Newcomer:
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
        leaves=leaves_of(ledger, teacher),
    )


def leaves_of(ledger: Ledger, teacher: LedgerTeacher) -> tuple[LeaveWanted, ...]:
    """The leave of a teacher, each row once."""
    kinds = ledger.particulars.leave_kinds
    return tuple(
        LeaveWanted(kinds.get((teacher.staff_no, leave), LeaveKind.OTHER), leave.started_on, leave.finished_on)
        for leave in dict.fromkeys(teacher.facts.leaves)
    )


def firms_of(ledger: Ledger) -> dict[str, RegisterEnterprise]:
    """Which enterprise each placement names, by its reference. A credit code that fails its check is left out."""
    made: dict[tuple[str, str], RegisterEnterprise] = {}
    firms = {}
    for fact in placements_in(ledger):
        code = ledger.particulars.placements.get(fact.reference, NOTHING).credit_code
        key = (fact.enterprise, code)
        firm = made.get(key)
        if firm is None:
            firm = made[key] = RegisterEnterprise(fact.enterprise, code if has_right_check_character(code) else None)
        firms[fact.reference] = firm
    return firms


def placements_in(ledger: Ledger) -> Iterator[PlacementFact]:
    """All placements of a ledger."""
    return (fact for teacher in ledger.teachers for fact in teacher.facts.placements)


def filed_in(
    ledger: Ledger, persons: Mapping[str, UUID], enterprises: Mapping[str, UUID | None]
) -> Iterator[FiledPlacement]:
    """The placements of a ledger as they are entered."""
    told = ledger.particulars.placements
    for teacher in ledger.teachers:
        person_id = persons.get(teacher.staff_no)
        if person_id is None:
            continue
        for fact in teacher.facts.placements:
            content = PlacementContent(
                fact.enterprise,
                fact.started_on,
                fact.finished_on,
                enterprises[fact.reference],
                told.get(fact.reference, NOTHING).position,
                fact.form,
                fact.share_percent,
                fact.attended,
            )
            yield FiledPlacement(fact.reference, person_id, content, fact.state)


def wrong_id_numbers(ledger: Ledger) -> list[str]:
    """Whose identity numbers are not kept: fifteen digits, permits, passports, which nobody could compare."""
    persons = ledger.particulars.persons.items()
    return [number for number, told in persons if told.id_number and not has_right_check_digit(told.id_number)]


def wrong_credit_codes(ledger: Ledger) -> list[str]:
    """The placements whose credit codes fail their check, by reference."""
    placements = ledger.particulars.placements.items()
    return [
        reference
        for reference, told in placements
        if told.credit_code and not has_right_check_character(told.credit_code)
    ]


def twice_in(ledger: Ledger) -> list[tuple[LedgerTeacher, PlacementFact, PlacementFact]]:
    """Placements that a file lists twice: whose, the one above, the one below."""
    found = []
    for teacher in ledger.teachers:
        if len(teacher.facts.placements) > 1:
            found += [(teacher, *pair) for pair in _alike(teacher.facts.placements)]
    return found


def _alike(placements: Iterable[PlacementFact]) -> Iterator[tuple[PlacementFact, PlacementFact]]:
    seen: dict[tuple[object, ...], PlacementFact] = {}
    for fact in placements:
        key = (fact.enterprise, fact.started_on, fact.finished_on, fact.form)
        if key in seen:
            yield seen[key], fact
        else:
            seen[key] = fact


def _checked_number(id_number: str) -> str | None:
    """Numbers without a check digit (fifteen digits, permits, passports) are not kept: none could be compared."""
    return id_number if has_right_check_digit(id_number) else None
