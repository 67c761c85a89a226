"""A planned import told row by row: errors with sheet, row and column; what is new, changed, gone or double."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.exchange.model import CellProblem, Fault, Ledger, Place
from registry.exchange.model.imports import (
    LISTED_AT_MOST,
    Compared,
    Duplicate,
    DuplicateKind,
    FieldChange,
    ImportCounts,
    ImportFindings,
    RowSort,
)
from registry.exchange.rules.headers import HEADERS, Field
from registry.exchange.service.wanting import twice_in, wrong_credit_codes, wrong_id_numbers
from registry.institutions.model.facts import Enterprise, School, Unit
from registry.kernel.id_numbers import masked
from registry.kernel.periods import Period
from registry.people.model.roster import LeaveLine, RosterFault, RosterLine, RosterPlan
from registry.practice.documents.words import FORMS
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.records.bulk import Difference, FiledPlacement, FilingNote, FilingPlan, FilingProblem

_NOWHERE = Place("", 0)
_BIRTH_ON = "birth_on"
_HEADERS = {
    "sex": "性别",
    "birth_on": "出生日期",
    "share_percent": HEADERS[Field.SHARE][0],
    "enterprise_name": HEADERS[Field.ENTERPRISE][0],
}
"""Names of facts whose column is not called as the fact is."""
_FIELDS = {"share_percent": Field.SHARE.value, "enterprise_name": Field.ENTERPRISE.value}
_FAULTS = {
    FilingProblem.WRONG: Fault.REFUSED,
    FilingProblem.OWN_CORRECTION: Fault.REFUSED,
    FilingProblem.NEEDS_CORRECTION: Fault.NEEDS_CORRECTION,
    FilingProblem.CONFIRMED_ALREADY: Fault.CONFIRMED_ALREADY,
    FilingProblem.STANDS_OTHERWISE: Fault.STANDS_OTHERWISE,
}
_OWN = {"words": "本人已认定的实践不能由本人更正,请由另一位经办人导入"}


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is known of a planned import."""

    school: School
    ledger: Ledger
    roster: RosterPlan
    filing: FilingPlan
    opened: Sequence[Unit]
    enterprises: Sequence[Enterprise]


def told_of(told: Told) -> tuple[ImportFindings, ImportCounts]:
    """The findings of a dry run, and the counts of all that they list."""
    teller = _Teller(told)
    errors = (*told.ledger.errors, *teller.errors())
    warnings = (*told.ledger.warnings, *teller.warnings())
    new, changed = teller.compared()
    duplicates = teller.duplicates()
    findings = ImportFindings(
        errors=errors,
        warnings=warnings,
        new=tuple(new[:LISTED_AT_MOST]),
        changed=tuple(changed),
        gone=tuple(
            Compared(RowSort.TEACHER, each.employment.staff_no, each.name, each.department)
            for each in told.roster.gone
        ),
        own=tuple(teller.placement(each) for each in told.filing.own),
        duplicates=tuple(duplicates[:LISTED_AT_MOST]),
        departments=tuple(unit.name for unit in told.opened),
        enterprises=tuple(firm.name for firm in told.enterprises[:LISTED_AT_MOST]),
    )
    return findings, teller.counts(findings, len(duplicates))


class _Teller:
    """Finds for each part of a plan where in the file it stands and whom it is about."""

    def __init__(self, told: Told) -> None:
        self.told, self.particulars = told, told.ledger.particulars
        self.names = {each.staff_no: each.name for each in told.ledger.teachers}
        self.numbers: dict[UUID, str] = {
            person_id: number for number, person_id in told.roster.person_ids.items() if number in self.names
        }

    def errors(self) -> list[CellProblem]:
        """What the reader could not know: other schools, numbers that are somebody else's, what stands already."""
        found = list(self._of_other_schools())
        found += [self._of_roster(fault) for fault in self.told.roster.faults]
        return found + [self._of_filing(note) for note in self.told.filing.faults]

    def warnings(self) -> list[CellProblem]:
        """What is left out or kept as it stands."""
        found = [
            self._at(self._place(number), Field.ID_NUMBER, masked(self._id_number(number)), Fault.ID_NUMBER_UNCHECKED)
            for number in wrong_id_numbers(self.told.ledger)
        ]
        for reference in wrong_credit_codes(self.told.ledger):
            code = self.particulars.placements[reference].credit_code
            found.append(self._at(_placed(reference), Field.CREDIT_CODE, code, Fault.CREDIT_CODE_WRONG))
        for line in self.told.roster.leave_lines:
            if line.is_cut:
                place = self._leave_place(line.staff_no, Period(line.started_on, line.finished_on))
                found.append(self._at(place, Field.STARTED_ON, line.started_on.isoformat(), Fault.LEAVE_THERE))
        return found + [self._of_filing(note) for note in self.told.filing.warnings]

    def compared(self) -> tuple[list[Compared], list[Compared]]:
        """What is new, and what is changed."""
        new: list[Compared] = []
        changed: list[Compared] = []
        departments = {each.staff_no: each.department for each in self.told.ledger.teachers}
        for line in self.told.roster.lines:
            words, place = departments.get(line.staff_no, ""), self._place(line.staff_no)
            about = (RowSort.TEACHER, line.staff_no, self.names.get(line.staff_no, ""), words, _shown(place))
            if line.is_new:
                new.append(Compared(*about, _changes(line)))
            elif line.differs:
                changed.append(Compared(*about, _changes(line)))
        for filed, _ in self.told.filing.new[:LISTED_AT_MOST]:
            new.append(self.placement(filed))
        for mended in self.told.filing.mended:
            differs = mended.differences
            if mended.verified is not None:
                differs = (*differs, Difference("status", "待认定", "已认定"))
            changed.append(self.placement(mended.filed, differs))
        changed += [self.placement(each.filed, each.differences) for each in self.told.filing.corrected]
        for leave in self.told.roster.leave_lines:
            if not leave.is_known:
                (new if leave.before is None else changed).append(self._leave(leave))
        return new, changed

    def duplicates(self) -> list[Duplicate]:
        """What may be one and the same."""
        found = []
        for each in self.told.roster.lookalikes:
            kind = DuplicateKind.KNOWN_ELSEWHERE if each.is_same else DuplicateKind.SAME_NAME_AND_BIRTH
            name, place = self.names.get(each.staff_no, ""), _shown(self._place(each.staff_no))
            found.append(Duplicate(kind, each.staff_no, name, each.words, place))
        found += self._newcomers_alike()
        for teacher, above, below in twice_in(self.told.ledger):
            words = f"{below.enterprise} {below.started_on}至{below.finished_on},与 {above.reference} 相同"
            found.append(
                Duplicate(DuplicateKind.TWICE_IN_FILE, teacher.staff_no, teacher.name, words, below.reference)
            )
        return found

    def _newcomers_alike(self) -> Iterable[Duplicate]:
        """New people of one file who share name and birth date: each with the one that stands above."""
        first: dict[tuple[str, date], str] = {}
        for line in self.told.roster.lines:
            name, birth_on = self.names.get(line.staff_no, ""), self._birth_on(line.staff_no)
            if not line.is_new or birth_on is None:
                continue
            above = first.setdefault((name, birth_on), line.staff_no)
            if above != line.staff_no:
                words = f"与工号 {above}({_shown(self._place(above))})相同"
                place = _shown(self._place(line.staff_no))
                yield Duplicate(DuplicateKind.SAME_NAME_AND_BIRTH, line.staff_no, name, words, place)

    def placement(self, filed: FiledPlacement, differs: Sequence[Difference] = ()) -> Compared:
        """One placement of the file as it is listed."""
        content, number = filed.content, self.numbers.get(filed.person_id, "")
        words = f"{content.enterprise_name} {content.started_on}至{content.finished_on}"
        changes = tuple(FieldChange(_header(each.field), *_in_words(each)) for each in differs)
        return Compared(RowSort.PLACEMENT, number, self.names.get(number, ""), words, filed.reference, changes)

    def counts(self, findings: ImportFindings, duplicates: int) -> ImportCounts:
        """How much of each, whole."""
        told, filing = self.told, self.told.filing
        lines, leaves = told.roster.lines, told.roster.leave_lines
        new_teachers = sum(1 for line in lines if line.is_new)
        changed_teachers = sum(1 for line in lines if line.differs and not line.is_new)
        verified = Counter(filed.state is PlacementState.VERIFIED and may for filed, may in filing.new)[True]
        verified += sum(1 for each in filing.mended if each.verified is not None)
        return ImportCounts(
            errors=len(findings.errors),
            warnings=len(findings.warnings),
            new_teachers=new_teachers,
            changed_teachers=changed_teachers,
            unchanged_teachers=len(lines) - new_teachers - changed_teachers,
            gone_teachers=len(told.roster.gone),
            new_placements=len(filing.new),
            changed_placements=len(filing.mended) + len(filing.corrected),
            unchanged_placements=filing.known,
            verified_placements=verified + len(filing.corrected),
            own_placements=len(filing.own),
            new_leaves=sum(1 for line in leaves if not line.is_known and line.before is None),
            changed_leaves=sum(1 for line in leaves if line.before is not None),
            unchanged_leaves=sum(1 for line in leaves if line.is_known),
            departments=len(told.opened),
            enterprises=len(told.enterprises),
            duplicates=duplicates,
            wrong_id_numbers=len(wrong_id_numbers(told.ledger)),
            wrong_credit_codes=len(wrong_credit_codes(told.ledger)),
        )

    def _of_other_schools(self) -> Iterable[CellProblem]:
        own = self.told.school.code
        for each in self.told.ledger.teachers:
            if each.school_code not in ("", own):
                place, facts = self._place(each.staff_no), {"expected": own}
                yield self._at(place, Field.SCHOOL_CODE, each.school_code, Fault.OTHER_SCHOOL, facts)

    def _of_roster(self, fault: RosterFault) -> CellProblem:
        place, value = self._place(fault.staff_no), fault.staff_no
        if fault.leave is not None:
            place, value = self._leave_place(fault.staff_no, Period(*fault.leave)), fault.leave[0].isoformat()
        elif fault.field == Field.ID_NUMBER:
            value = masked(self._id_number(fault.staff_no))
        elif fault.field == Field.NAME:
            value = self.names.get(fault.staff_no, "")
        elif fault.field == _BIRTH_ON:
            value = _day_shown(self._birth_on(fault.staff_no))
        return self._at(place, fault.field, value, Fault.REFUSED, {"words": fault.words})

    def _of_filing(self, note: FilingNote) -> CellProblem:
        facts = _OWN if note.problem is FilingProblem.OWN_CORRECTION else dict(note.facts)
        return self._at(_placed(note.reference), note.field, facts.get("value", ""), _FAULTS[note.problem], facts)

    def _leave(self, line: LeaveLine) -> Compared:
        period = Period(line.started_on, line.finished_on)
        place, name = self._leave_place(line.staff_no, period), self.names.get(line.staff_no, "")
        changes: tuple[FieldChange, ...] = ()
        if line.before is not None:
            changes = (FieldChange("结束日期", line.before.isoformat(), line.finished_on.isoformat()),)
        words = f"{line.started_on}至{line.finished_on}"
        return Compared(RowSort.LEAVE, line.staff_no, name, words, _shown(place), changes)

    def _place(self, staff_no: str) -> Place:
        return self.particulars.places.get(staff_no, _NOWHERE)

    def _leave_place(self, staff_no: str, period: Period) -> Place:
        return self.particulars.leave_places.get((staff_no, period), _NOWHERE)

    def _birth_on(self, staff_no: str) -> date | None:
        return self.particulars.persons[staff_no].birth_on if staff_no in self.particulars.persons else None

    def _id_number(self, staff_no: str) -> str:
        return self.particulars.persons[staff_no].id_number if staff_no in self.particulars.persons else ""

    def _at(
        self, place: Place, field: str, value: str, fault: Fault, facts: dict[str, str] | None = None
    ) -> CellProblem:
        headers = self.particulars.headers.get(place.sheet, {})
        column = headers.get(_FIELDS.get(field, field)) or _header(field)
        return CellProblem(place.sheet, place.row, column, value, fault, facts or {})


def _changes(line: RosterLine) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(_header(each.field), each.before, each.after) for each in line.differs)


def _header(field: str) -> str:
    return _HEADERS.get(field) or HEADERS[Field(field)][0]


def _in_words(each: Difference) -> tuple[str, str]:
    if each.field == Field.FORM:
        return FORMS[PracticeForm(each.before)].zh, FORMS[PracticeForm(each.after)].zh
    return each.before, each.after


def _day_shown(day: date | None) -> str:
    return day.isoformat() if day else ""


def _placed(reference: str) -> Place:
    sheet, _, row = reference.rpartition("!")
    return Place(sheet, int(row))


def _shown(place: Place) -> str:
    return f"{place.sheet}!{place.row}" if place.row else ""
