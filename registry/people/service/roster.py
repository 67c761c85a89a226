"""A whole roster compared with the one that stands, and written: new people, and what differs of the known ones.

Comparing writes nothing and reads the same way for a dry run as for the import itself. Known people are found by the
staff number at the school, then by the identity number, never by name alone. An empty cell takes nothing away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.kernel.periods import ONE_DAY, Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model import events
from registry.people.model.bulk import LeaveWanted, Newcomer
from registry.people.model.facts import EmployedAt, Employment, Leave, NameKind, PersonName, PersonRecord, Post, Sex
from registry.people.model.roster import (
    Differs,
    FactChange,
    Gone,
    LeaveLine,
    Lookalike,
    RosterAsked,
    RosterFault,
    RosterLine,
    RosterPlan,
)
from registry.people.queries.persons import persons
from registry.people.queries.reach import reached_if_any
from registry.people.queries.roster import RosterKnown, by_staff_no, leaves_of, namesakes, roster_known, staff_of
from registry.people.rules import written
from registry.people.rules.roster import have_common_days, posts_after, posts_plan, posts_words
from registry.people.service.making import days_outside, earliest, new_employment, new_leave, new_person, new_post
from registry.people.service.roster_faults import faults_of, leave_faults, who_it_is
from registry.platform.turns import in_turns

SEX_WORDS = {Sex.MALE: "男", Sex.FEMALE: "女"}
LEFT_THE_SCHOOL = "此人已调离本校,个人信息由现任职学校维护"
REPLACED = "依据导入的名册更正"
"""Why a post that the file contradicts was taken back."""


async def compare_roster(process: Process, asked: RosterAsked, scope: Scope = EVERYWHERE) -> RosterPlan:
    """What this roster would change, and what keeps it from being written. The caller may change the school."""
    newcomers = asked.newcomers
    numbers = {each.staff_no for each in newcomers}
    ids = [each.person.id_number for each in newcomers if each.person.id_number]
    known = await roster_known(process.reading, asked.school_id, numbers, ids)
    plan = RosterPlan()
    seen: dict[str, str] = {}
    comparison = _Comparison(process, asked, known, plan)
    comparison.kept = await _kept(process, known.persons, scope)
    async for each in in_turns(newcomers):
        plan.faults += faults_of(process, each, seen)
        found, fault = who_it_is(each, known)
        if fault is not None:
            plan.faults.append(fault)
            continue
        comparison.add(each, found)
    await _look_for_namesakes(plan, newcomers)
    if asked.is_whole:
        plan.gone = await _gone(process, asked, numbers)
    return plan


async def compare_leaves(
    process: Process, who: Mapping[str, UUID], newcomers: Sequence[Newcomer], scope: Scope = EVERYWHERE
) -> RosterPlan:
    """What the leave of these people would change; `who` they are is known by staff number. Raises NotFound."""
    plan = RosterPlan(person_ids=dict(who), known_persons=set(who.values()))
    kept = await _kept(process, plan.known_persons, scope)
    standing = await leaves_of(plan.known_persons)
    async for each in in_turns(newcomers):
        person_id = who[each.staff_no]
        plan.faults += leave_faults(process, each)
        if person_id not in kept:
            plan.faults.append(RosterFault(each.staff_no, "staff_no", LEFT_THE_SCHOOL))
        plan_leaves(process, plan, (person_id, standing.get(person_id, ())), each)
    return plan


async def _kept(process: Process, person_ids: Collection[UUID], scope: Scope) -> frozenset[UUID]:
    """The persons whose file the scope keeps."""
    found = await reached_if_any(process.reading, person_ids, scope)
    return frozenset(one for one, reach in found.items() if reach is not None and reach.keeps)


class _Comparison:
    """One newcomer beside what stands."""

    def __init__(self, process: Process, asked: RosterAsked, known: RosterKnown, plan: RosterPlan) -> None:
        self.process, self.asked, self.known, self.plan = process, asked, known, plan
        self.kept: frozenset[UUID] = frozenset()

    def add(self, each: Newcomer, person: PersonRecord | None) -> None:
        """Plan whatever is missing or differs."""
        writing, differs = self.plan.writing, list[Differs]()
        standing = self.known.numbered.get(each.staff_no)
        if person is None:
            person = new_person(each)
            writing.persons.append(FactChange(None, person, events.PersonRegistered))
        else:
            self.plan.known_persons.add(person.id)
            differs += self._person(each, person)
            if standing is not None and differs and person.id not in self.kept:
                self.plan.faults.append(RosterFault(each.staff_no, differs[0].field, LEFT_THE_SCHOOL))
        if standing is None:
            self._begin(each, person)
        else:
            differs += self._employment(each, standing)
        self.plan.person_ids[each.staff_no] = person.id
        self.plan.lines.append(RosterLine(each.staff_no, standing is None, tuple(differs)))
        plan_leaves(self.process, self.plan, (person.id, self.known.leaves.get(person.id, ())), each)

    def _begin(self, each: Newcomer, person: PersonRecord) -> None:
        writing = self.plan.writing
        employment = new_employment(self.asked.school_id, person.id, each)
        writing.employments.append(FactChange(None, employment, events.EmploymentBegun))
        writing.posts += [FactChange(None, new_post(employment, post), events.PostBegun) for post in each.posts]
        if person.id in self.plan.known_persons:
            self.plan.lookalikes.append(Lookalike(each.staff_no, True, "身份证件号码已登记:与已有人员为同一人"))

    def _person(self, each: Newcomer, before: PersonRecord) -> list[Differs]:
        told, writing, after = each.person, self.plan.writing, before
        differs = []
        name, id_number = told.name.strip(), written(told.id_number or "") or None
        is_renamed = name != before.name and name not in self.known.other_names.get(before.id, frozenset())
        if is_renamed:
            differs.append(Differs("name", before.name, name))
            after = replace(after, name=name)
            self._former_name(before)
        if told.sex is not None and told.sex != before.sex:
            differs.append(Differs("sex", SEX_WORDS[before.sex] if before.sex else "", SEX_WORDS[told.sex]))
            after = replace(after, sex=told.sex)
        if told.birth_on is not None and told.birth_on != before.birth_on:
            differs.append(Differs("birth_on", _shown(before.birth_on), _shown(told.birth_on)))
            after = replace(after, birth_on=told.birth_on)
        if id_number is not None and before.id_number is None:
            differs.append(Differs("id_number", "", "补填"))
            after = replace(after, id_number=id_number)
        if after != before:
            kind = events.IdNumberRecorded if after.id_number != before.id_number else events.PersonCorrected
            changed = replace(after, revision=before.revision + 1)
            writing.persons.append(FactChange(before, changed, events.PersonRenamed if is_renamed else kind))
            after = changed
        if told.records_from is not None and told.records_from != before.records_from:
            differs.append(Differs("records_from", _shown(before.records_from), _shown(told.records_from)))
            stated = replace(after, records_from=told.records_from, revision=after.revision + 1)
            writing.records_from.append(FactChange(after, stated, events.PersonRecordsFromStated))
        return differs

    def _former_name(self, before: PersonRecord) -> None:
        """The old name, until yesterday; one that was new today was a slip and is not kept."""
        last_former = self.known.named_since.get(before.id)
        since, until = (last_former + ONE_DAY if last_former else None), self.process.today - ONE_DAY
        if since is None or since <= until:
            former = PersonName(uuid4(), before.id, before.name, NameKind.FORMER, since, until)
            self.plan.writing.names.append(former)

    def _employment(self, each: Newcomer, standing: EmployedAt) -> list[Differs]:
        before = after = standing.employment
        differs = []
        if each.department_id is not None and each.department_id != before.department_id:
            words = self.asked.departments[each.department_id]
            differs.append(Differs("department", standing.department or "", words))
            after = replace(after, department_id=each.department_id)
        posts = self.known.posts.get(before.id, ())
        if self.asked.says_posts and each.posts:
            changed, first_day = self._posts(each, before, posts)
            differs += changed
            if before.started_on is not None and (first_day is None or first_day < before.started_on):
                after = replace(after, started_on=first_day)
        if after != before:
            after = replace(after, revision=before.revision + 1)
            self.plan.writing.employments.append(FactChange(before, after, events.EmploymentCorrected))
        return differs

    def _posts(
        self, each: Newcomer, employment: Employment, standing: Iterable[Post]
    ) -> tuple[list[Differs], date | None]:
        """What differs of the posts, and the first day of the employment that holds them."""
        posts, writing = list(standing), self.plan.writing
        plan = posts_plan(posts, each.posts)
        after = posts_after(plan)
        if not (plan.voided or plan.ended or plan.begun):
            return [], employment.started_on
        if have_common_days(after):
            self.plan.faults.append(RosterFault(each.staff_no, "category", "同一时期有两个教师岗位"))
        elif employment.finished_on and any(
            (post.finished_on or date.max) > employment.finished_on for post in plan.begun if post.finished_on
        ):
            words = f"岗位超出任职的最后一天 {employment.finished_on}"
            self.plan.faults.append(RosterFault(each.staff_no, "duty_to", words))
        first_day = employment.started_on
        if posts or any(post.started_on for post in plan.begun):
            first_day = earliest(
                [employment.started_on, *(post.started_on for post in plan.begun if post.started_on)]
            )
        widened = replace(employment, started_on=first_day)
        now, reason = self.process.now, REPLACED
        for post in plan.voided:
            taken_back = replace(post, voided_at=now, voided_reason=reason, revision=post.revision + 1)
            writing.posts_ended.append(FactChange(post, taken_back, events.PostVoided))
        for post, on in plan.ended:
            ended = replace(post, finished_on=on, revision=post.revision + 1)
            writing.posts_ended.append(FactChange(post, ended, events.PostEnded))
        writing.posts += [FactChange(None, new_post(widened, post), events.PostBegun) for post in plan.begun]
        return [Differs("category", posts_words(posts), posts_words(after))], first_day


def plan_leaves(process: Process, plan: RosterPlan, whose: tuple[UUID, Iterable[Leave]], newcomer: Newcomer) -> None:
    """Plan one person's leave: what is known by kind and first day is mended, the rest entered where no leave is."""
    person_id, standing = whose
    left, writing = list(standing), plan.writing
    keyed = {(leave.kind, leave.started_on): leave for leave in left}
    wanted = sorted(newcomer.leaves, key=lambda leave: (leave.started_on, leave.finished_on))
    pending: list[tuple[LeaveWanted, date | None]] = []
    for each in wanted:
        known = keyed.pop((each.kind, each.started_on), None)
        if known is None:
            pending.append((each, None))
        elif known.finished_on == each.finished_on:
            plan.leave_lines.append(LeaveLine(newcomer.staff_no, *each[1:], None, True, False))
        else:
            taken_back = replace(known, voided_at=process.now, voided_reason=REPLACED, revision=known.revision + 1)
            writing.leaves_voided.append(FactChange(known, taken_back, events.LeaveVoided))
            left.remove(known)
            pending.append((each, known.finished_on))
    taken = [leave.period for leave in left]
    for each, before in pending:
        whole = Period(each.started_on, each.finished_on)
        pieces = days_outside(whole, taken)
        taken += pieces
        entered = [new_leave(process, person_id, each, piece) for piece in pieces]
        writing.leaves += [FactChange(None, leave, events.LeaveRecorded) for leave in entered]
        is_known = not pieces and before is None
        plan.leave_lines.append(LeaveLine(newcomer.staff_no, *each[1:], before, is_known, pieces != [whole]))


async def _look_for_namesakes(plan: RosterPlan, newcomers: Iterable[Newcomer]) -> None:
    """New people whose name and birth date somebody has already, who may be the same and are entered all the same."""
    new = {change.after.id for change in plan.writing.persons if change.before is None}
    asked = [
        (each.staff_no, (each.person.name.strip(), each.person.birth_on))
        for each in newcomers
        if each.person.birth_on and plan.person_ids.get(each.staff_no) in new
    ]
    if not asked:
        return
    found = await namesakes([key[0] for _, key in asked], [key[1] for _, key in asked if key[1]])
    for staff_no, key in asked:
        if key in found:
            words = f"系统中已有同名且出生日期相同({key[1]})的人员,请核对是否同一人"
            plan.lookalikes.append(Lookalike(staff_no, False, words))


async def _gone(process: Process, asked: RosterAsked, numbers: set[str]) -> list[Gone]:
    """Everybody employed at the school today or later whom the file does not name."""
    staff = by_staff_no(await staff_of(asked.school_id), process.today)
    left = [
        each
        for number, each in sorted(staff.items())
        if number not in numbers and each.employment.period.finished_on >= process.today
    ]
    named = await persons(process.reading, {each.employment.person_id for each in left})
    return [Gone(each.employment, named[each.employment.person_id].name, each.department or "") for each in left]


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""
