"""Which records may be one firm, and who may merge two. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from uuid import UUID

from registry.institutions.model.facts import Enterprise
from registry.institutions.model.merging import FirmDuplicate, FirmLikeness, FirmUse
from registry.institutions.rules import may_complete_enterprise
from registry.kernel.likeness import firm_core, folded, pairs_of, resemblance
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict

ALIKE_ENOUGH = Fraction(4, 5)
"""Of two names' pairs of characters that are shared; from there on an office is asked to look."""
COMMON = 60
"""A pair of characters in more names than that tells nothing (科技, 实业)."""
TAKEN = ("credit_code", "address", "contact", "contact_phone", "completed_at")
_STRENGTH = list(FirmLikeness)


def may_merge_enterprises(scope: Scope, survivor: Enterprise, merged: Enterprise, use: FirmUse) -> Verdict:
    """An office merges away a firm that no other school uses, or one that only the writing tells from the survivor.

    The survivor may be used by anybody: nothing of its placements changes.
    """
    kept = may_complete_enterprise(scope)
    if not kept.allowed or scope.kind is ScopeKind.SYSTEM:
        return kept
    others = len([school for school in use.by_school if school != scope.id])
    if not others or folded(survivor.name) == folded(merged.name):
        return Verdict.yes()
    return Verdict.no(f"另有 {others} 所学校的实践记录用到“{merged.name}”,请改为保留它,把另一条并入")


def firm_faults(survivor: Enterprise, merged: Enterprise) -> dict[str, str]:
    """Two credit codes are two firms."""
    if survivor.id == merged.id:
        return {"survivor": "请选择两家不同的企业"}
    if survivor.credit_code and merged.credit_code:
        return {"survivor": "两家企业的统一社会信用代码不同,不是同一家企业"}
    return {}


def taken_from(survivor: Enterprise, merged: Enterprise) -> tuple[str, ...]:
    """The particulars that only the merged record has."""
    return tuple(name for name in TAKEN if getattr(survivor, name) is None and getattr(merged, name) is not None)


def firm_duplicates(enterprises: Sequence[Enterprise]) -> tuple[FirmDuplicate, ...]:
    """Pairs of records that may be one firm, the likeliest first. Two credit codes are two firms."""
    found: dict[frozenset[UUID], FirmDuplicate] = {}
    for likeness, groups in (
        (FirmLikeness.SAME_WRITING, _grouped(enterprises, folded)),
        (FirmLikeness.SAME_CORE, _grouped(enterprises, firm_core)),
    ):
        for group in groups:
            for one, other in combinations(group, 2):
                _note(found, one, other, likeness)
    for one, other in _neighbours(enterprises):
        _note(found, one, other, FirmLikeness.SIMILAR)
    return tuple(
        sorted(
            found.values(), key=lambda each: (_STRENGTH.index(each.likeness), each.survivor.name, each.merged.name)
        )
    )


def _note(
    found: dict[frozenset[UUID], FirmDuplicate], one: Enterprise, other: Enterprise, likeness: FirmLikeness
) -> None:
    key = frozenset((one.id, other.id))
    if key in found or (one.credit_code and other.credit_code):
        return
    survivor, merged = sorted((one, other), key=_says_more, reverse=True)
    found[key] = FirmDuplicate(survivor, merged, likeness)


def _grouped(enterprises: Iterable[Enterprise], fold: Callable[[str], str]) -> list[list[Enterprise]]:
    groups: dict[str, list[Enterprise]] = defaultdict(list)
    for each in enterprises:
        groups[fold(each.name)].append(each)
    return [group for group in groups.values() if len(group) > 1]


def _neighbours(enterprises: Sequence[Enterprise]) -> Iterable[tuple[Enterprise, Enterprise]]:
    """Pairs whose names resemble each other; only those that share a pair of characters few names have."""
    cores = [firm_core(each.name) for each in enterprises]
    holding: dict[str, list[int]] = defaultdict(list)
    for place, core in enumerate(cores):
        for pair in pairs_of(core):
            holding[pair].append(place)
    seen: set[tuple[int, int]] = set()
    for places in holding.values():
        if len(places) > COMMON:
            continue
        for one, other in combinations(places, 2):
            if (one, other) not in seen:
                seen.add((one, other))
                if resemblance(cores[one], cores[other]) >= ALIKE_ENOUGH:
                    yield enterprises[one], enterprises[other]


def _says_more(each: Enterprise) -> tuple[bool, bool, int, str]:
    return each.credit_code is not None, each.completed_at is not None, len(each.name), str(each.id)
