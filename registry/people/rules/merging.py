"""Which records may be one person, what of two cannot stand in one, and who may merge them. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from registry.identity.model.principals import Principal
from registry.identity.model.roles import Role
from registry.identity.rules.roles import may_decide_about
from registry.kernel.likeness import folded, folded_number
from registry.kernel.scopes import Scope
from registry.kernel.verdicts import Verdict
from registry.people.model.facts import Employment, Leave, PersonName, PersonRecord
from registry.people.model.merging import Candidate, Duplicate, Likeness, Obstacle, ObstacleKind, Pair
from registry.people.rules import Reach, may_change_file

MERGED_WITH = "并入另一条记录:"
"""Begins the reason of what is voided with a merge."""
_STRENGTH = list(Likeness)


def may_merge(principal: Principal, scope: Scope, reach: Reach, pair: Pair) -> Verdict:
    """The office that keeps both files, and nobody their own or that of whom they stand in for."""
    kept = may_change_file(scope, reach)
    if not kept.allowed:
        return kept
    if principal.person_id in pair:
        return Verdict.no("不能合并本人的记录,请由其他经办人办理")
    held = principal.held(Role.HR_OFFICER, scope)
    verdicts = [may_decide_about(principal, held, one) for one in pair] if held else []
    return next((verdict for verdict in verdicts if not verdict.allowed), Verdict.yes())


def duplicates(candidates: Iterable[Candidate]) -> tuple[Duplicate, ...]:
    """Pairs of records that may be one person, the likeliest first.

    The names are the same however they are typed; two identity numbers or two birth dates that differ are two people.
    """
    namesakes: dict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        namesakes[folded(each.name)].append(each)
    found = []
    for same in namesakes.values():
        for one, other in combinations(same, 2):
            likeness = _likeness(one, other)
            if likeness is not None:
                survivor, merged = sorted((one, other), key=_says_more, reverse=True)
                found.append(Duplicate(survivor, merged, likeness))
    return tuple(sorted(found, key=lambda each: (_STRENGTH.index(each.likeness), each.survivor.name)))


def overlapping_employments(stays: Sequence[Employment], comes: Sequence[Employment]) -> tuple[Obstacle, ...]:
    """Employments of the merged record at a school where the survivor is on the same days."""
    return tuple(
        Obstacle(
            ObstacleKind.EMPLOYMENT,
            f"同一时期在同一所学校各有一条任职:工号 {first.staff_no} 与工号 {second.staff_no}",
            second.id,
        )
        for second in comes
        for first in stays
        if first.school_id == second.school_id and first.period.overlap(second.period)
    )


def overlapping_leaves(stays: Sequence[Leave], comes: Sequence[Leave]) -> tuple[Obstacle, ...]:
    """Leave of the merged record on days on which the survivor has leave."""
    return tuple(
        Obstacle(
            ObstacleKind.LEAVE,
            f"请假重叠:{first.started_on} – {first.finished_on} 与 {second.started_on} – {second.finished_on}",
            second.id,
        )
        for second in comes
        for first in stays
        if first.period.overlap(second.period)
    )


def contradicting_numbers(stays: PersonRecord, comes: PersonRecord) -> tuple[Obstacle, ...]:
    """Two identity numbers are two people."""
    if stays.id_number is None or comes.id_number is None:
        return ()
    return (Obstacle(ObstacleKind.ID_NUMBERS, "两条记录的身份证件号码不同,不是同一个人"),)


def taken_over(stays: PersonRecord, comes: PersonRecord) -> tuple[str, ...]:
    """The particulars that only the merged record has."""
    names = ("id_number", "sex", "birth_on")
    return tuple(name for name in names if getattr(stays, name) is None and getattr(comes, name) is not None)


def can_be_former(name: PersonName, others: Iterable[PersonName]) -> bool:
    """Whether a former name can stay one beside these; else it is kept as an alias."""
    first, last = name.started_on or date.min, name.finished_on or date.max
    return not any(
        (other.started_on or date.min) <= last and first <= (other.finished_on or date.max) for other in others
    )


def _likeness(one: Candidate, other: Candidate) -> Likeness | None:
    if one.has_id_number and other.has_id_number:
        return None
    if one.birth_on and other.birth_on:
        return Likeness.NAME_AND_BIRTH if one.birth_on == other.birth_on else None
    numbers = {folded_number(number) for number in one.staff_nos}
    if numbers & {folded_number(number) for number in other.staff_nos}:
        return Likeness.NAME_AND_STAFF_NO
    return Likeness.NAME


def _says_more(each: Candidate) -> tuple[bool, bool, bool, str]:
    return each.has_id_number, not each.has_left, each.birth_on is not None, str(each.person_id)
