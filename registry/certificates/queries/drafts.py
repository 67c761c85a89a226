"""What a certificate would say today: the facts of the registry, put into words that can be frozen.

The figures are those of `registry standing`: the same facts, the same rule, the same functions. Practice that another
school keeps counts as far as the school that issues may read it, as everywhere in the registry. Nothing is written.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from registry.audit.process import Reading
from registry.certificates.documents import wording
from registry.certificates.documents.annex_picture import annex_picture
from registry.certificates.documents.contents import Case, Part, content_of
from registry.certificates.model import CertificateAsk, CertificateKind, Drafted, RestsOn
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import school
from registry.institutions.writing import require_valid
from registry.kernel.errors import BadInput
from registry.kernel.periods import Period, asked_day
from registry.kernel.scopes import Scope
from registry.people.model.facts import EmployedAt, Employment, Leave, Person, PersonRecord, Post
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import person
from registry.people.queries.reach import reached
from registry.people.queries.rows import not_found
from registry.people.rules import chosen, last_known
from registry.policy.book import Book
from registry.practice.model import PlacementState, PostCategory, StandingState, TeacherFacts
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import placements_of
from registry.practice.queries.standing import NATIONAL
from registry.practice.queries.teacher_file import rule_view
from registry.practice.records import Placement
from registry.practice.rules import Reckoning, placement_parts_within, rule_line
from registry.practice.rules.overview import Asked, Overview, overview
from registry.practice.rules.scene import scene_of

WITHOUT_PRACTICE = frozenset({StandingState.EXEMPT, StandingState.NOT_YET_DUE})
"""Answers that are worth a statement also of somebody who has not practised."""
WHAT_NEXT = "请先登记实践并认定(企业实践 → 待认定),再出具证明"


@dataclass(frozen=True, slots=True)
class File:
    """What the registry knows of the person. `employed`: at the school that issues; `ruling`: whose rule holds."""

    school: School
    person: Person
    employed: EmployedAt
    ruling: EmployedAt
    all_employed: tuple[EmployedAt, ...]
    posts: tuple[Post, ...]
    leaves: tuple[Leave, ...]
    placements: tuple[Placement, ...]
    facts: TeacherFacts


async def drafted(reading: Reading, school_id: UUID, ask: CertificateAsk, scope: Scope) -> Drafted:
    """What a school would certify of a person, and the revisions that it would rest on.

    Of a period the day is its last. Raises NotFound, also for a school that does not keep the person's file;
    InvalidFields for days that cannot be asked; BadInput where there is nothing to certify, saying what to do.
    """
    day = ask.period.finished_on if ask.period else ask.on
    require_valid(_faults(ask, day, reading.today))
    return draft_of(reading.book, ask, await _file(reading, school_id, (ask.person_id, day), scope))


def draft_of(book: Book, ask: CertificateAsk, file: File) -> Drafted:
    """The same from facts that are at hand. Raises BadInput where there is nothing to certify."""
    day = ask.period.finished_on if ask.period else ask.on
    listed = _listed(file.placements, day, ask.period)
    span = ask.period or Period(min((each.started_on for each in listed), default=day), day)
    found = _answers(book, file, Asked(ask.person_id, file.school.id, day, span.started_on))
    _require_something(ask, found, listed, book)
    case = _case(ask, file, found, (span, listed), book)
    return Drafted(content_of(case), tuple(_rests_on(file, listed)))


def _faults(ask: CertificateAsk, day: date, today: date) -> dict[str, str]:
    asked_day(day)
    asked_day(ask.period.started_on if ask.period else None)
    name = "finished_on" if ask.period else "on"
    faults = {}
    if ask.period and ask.kind is CertificateKind.PRACTICE:
        faults["period"] = "企业实践证明只按截止日期出具;要证明一段期间,请选“企业实践情况证明”"
    if day > today:
        faults[name] = f"{day} 在今天({today})之后,只能证明到今天为止"
    return faults


async def _file(reading: Reading, school_id: UUID, asked: tuple[UUID, date], scope: Scope) -> File:
    person_id, day = asked
    own = await school(reading, school_id, scope)
    for needed in dict.fromkeys((scope, Scope.school(school_id))):
        if not (await reached(reading, [person_id], needed))[person_id].keeps:
            raise not_found()
    employed = (await employments_of(reading, [person_id], scope))[person_id]
    here = last_known([each for each in employed if each.employment.school_id == school_id], day)
    if here is None:
        raise not_found()
    return File(
        school=own,
        person=await person(reading, person_id, scope),
        employed=here,
        ruling=chosen([each for each in employed if day in each.employment.period]) or here,
        all_employed=employed,
        posts=(await posts_of(reading, [person_id], scope))[person_id],
        leaves=(await leaves_of(reading, [person_id], scope))[person_id],
        placements=(await placements_of(reading, [person_id], scope))[person_id],
        facts=(await teacher_facts(reading, [person_id], day, scope))[person_id],
    )


def _listed(placements: tuple[Placement, ...], day: date, period: Period | None) -> tuple[Placement, ...]:
    """The verified placements of the days certified, in order."""
    verified = [each for each in placements if each.state is PlacementState.VERIFIED and each.started_on <= day]
    return tuple(each for each in verified if period is None or each.period.overlap(period))


def _answers(book: Book, file: File, asked: Asked) -> Overview:
    local, national = rule_view(book, file.ruling.jurisdiction), rule_view(book, NATIONAL)
    return overview(file.facts, local, national, asked)


def _require_something(ask: CertificateAsk, found: Overview, listed: tuple[Placement, ...], book: Book) -> None:
    rule, policy = found.local.rule, found.local.policy
    if policy is None or policy.months_per_window is None:
        versions = book.practice_versions(rule.jurisdiction)
        first = min((each.in_force_from for each in versions if each.months_per_window), default=None)
        instead = f";请把截止日期改为 {first} 或以后" if first else f";请先在{rule.name}的规则包中补上规定"
        raise BadInput(f"{found.asked.on} 还没有施行的企业实践规定,天数和月数无从计算,不能出具证明{instead}")
    if listed or (ask.period is None and _is_statement_without_practice(ask, found)):
        return
    if ask.period:
        days = f"{ask.period.started_on} 至 {ask.period.finished_on}"
        raise BadInput(f"{days} 没有已认定的企业实践,没有可证明的内容。{WHAT_NEXT},或改选期间")
    raise BadInput(f"截至 {found.asked.on} 没有已认定的企业实践,没有可证明的内容。{WHAT_NEXT}")


def _is_statement_without_practice(ask: CertificateAsk, found: Overview) -> bool:
    return ask.kind is CertificateKind.COMPLIANCE and found.local.standing.state in WITHOUT_PRACTICE


def _case(
    ask: CertificateAsk, file: File, found: Overview, days: tuple[Period, tuple[Placement, ...]], book: Book
) -> Case:
    span, listed = days
    assert found.since_credit is not None
    in_window = {count.placement.reference: count.counted for count in found.counts}
    line = rule_line(rule_view(book, found.local.rule.jurisdiction).versions)
    credited = {
        each.count.placement.reference: each for each in placement_parts_within(Reckoning(file.facts), line, span)
    }
    parts = tuple(Part(each, credited[str(each.id)], in_window.get(str(each.id), Fraction(0))) for each in listed)
    is_practice = ask.kind is CertificateKind.PRACTICE
    return Case(
        ask=ask,
        school_name=file.school.name,
        person_name=file.person.name,
        employed=file.employed,
        category=_category(file, found.asked.on),
        found=found,
        span=span,
        credit=found.since_credit,
        parts=parts,
        misses_records=_misses_records(file.facts, span if ask.period else Period(date.min, span.finished_on)),
        picture=_picture(ask, file.facts, listed, found, book) if is_practice else None,
    )


def _category(file: File, day: date) -> PostCategory | None:
    """That of the day; of somebody who has no post then, the last one before it."""
    begun = [post for post in file.facts.posts if (post.started_on or date.min) <= day]
    held = [post for post in begun if day <= (post.finished_on or date.max)]
    last = max(begun, key=lambda post: post.finished_on or date.max, default=None)
    return held[0].category if held else (last.category if last else None)


def _misses_records(facts: TeacherFacts, days: Period) -> bool:
    """Whether some of these days lie in a post and before the day from which the records are complete."""
    first = facts.records_from
    if first is None or days.started_on >= first:
        return False
    held = [Period(post.started_on or date.min, post.finished_on or date.max).overlap(days) for post in facts.posts]
    return any(each is not None and each.started_on < first for each in held)


def _picture(
    ask: CertificateAsk, facts: TeacherFacts, listed: tuple[Placement, ...], found: Overview, book: Book
) -> str:
    """What is certified, drawn: placements that are not verified are nobody else's business."""
    references = {str(each.id) for each in listed}
    kept = replace(facts, placements=tuple(each for each in facts.placements if each.reference in references))
    line = rule_line(rule_view(book, found.local.rule.jurisdiction).versions)
    scene = scene_of(Reckoning(kept), line, found.asked.on)
    return annex_picture(scene, wording.TITLES[ask.kind], ask.wording)


def _rests_on(file: File, listed: tuple[Placement, ...]) -> list[RestsOn]:
    """Everything with a revision from which words or figures come."""
    found = [RestsOn(Placement.SUBJECT, str(each.id), each.revision) for each in listed]
    found += [RestsOn(PersonRecord.SUBJECT, str(file.person.id), file.person.revision)]
    found += [RestsOn(School.SUBJECT, str(file.school.id), file.school.revision)]
    employments = [each.employment for each in file.all_employed]
    careers: tuple[Employment | Post | Leave, ...] = (*employments, *file.posts, *file.leaves)
    return found + [RestsOn(each.SUBJECT, str(each.id), each.revision) for each in careers]
