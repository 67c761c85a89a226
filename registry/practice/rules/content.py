"""Why a placement may not be recognised for what it says, and when what the office ruled of it falls. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.kernel.verdicts import Verdict
from registry.policy.model import PracticePolicy
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.records import FirmRelation, Placement
from registry.practice.records.region_rules import SchoolRegionRule
from registry.practice.rules.lifecycle import MENDED_IN, NOT_YOUR_OWN, NOT_YOURS, STATE_WORDS, Part

RELATION_WORDS = {FirmRelation.OWN: "本人的企业", FirmRelation.RELATIVE: "亲属的企业"}
RULED_IN = MENDED_IN | {PlacementState.CONFIRMED}
"""The states before recognition in which the office rules on a firm or a post."""
DIVISION = re.compile("[0-9]{2,6}")
COUNTS_NOWHERE = "该实践形式既不计入五年考核,也不计入年度要求"


@dataclass(frozen=True, slots=True)
class RegionRule:
    """Where a school wants practice to take place, its own rule.

    `regions`: beginnings of division codes (GB/T 2260), such as 2111 for a city. `name`: what the school calls it.
    """

    regions: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class ContentAnswers:
    """What must be known besides the placement itself.

    `has_translated_proof`: the papers hold a translation of a foreign proof. `enterprise_region`: six digits, from
    the firm's credit code; empty where unknown. `region_rule`: of the school that keeps it, on its first day.
    """

    has_translated_proof: bool = False
    enterprise_region: str = ""
    region_rule: RegionRule | None = None


def content_objections(placement: Placement, policy: PracticePolicy, answers: ContentAnswers) -> tuple[str, ...]:
    """Everything that stands against recognising this placement, each with what to do; empty: nothing does.

    Whether its papers are complete and who may recognise it is judged elsewhere.
    """
    found = (
        relation_objection(placement),
        _abroad_objection(placement, answers),
        _form_objection(placement, policy),
        fit_objection(placement),
        _region_objection(placement, answers),
    )
    return tuple(words for words in found if words)


def relation_objection(placement: Placement) -> str:
    """An own or relative's firm is declared, and not recognised unless the office approved it with a reason."""
    if placement.relation is FirmRelation.NONE or placement.relation_approved_at is not None:
        return ""
    return f"{RELATION_WORDS[placement.relation]}:未经人事处批准不予认定;请先批准并写明理由"


def _abroad_objection(placement: Placement, answers: ContentAnswers) -> str:
    if not placement.is_abroad or answers.has_translated_proof:
        return ""
    return "境外实践:缺证明材料的中文译本;请补传译本后再认定"


def _form_objection(placement: Placement, policy: PracticePolicy) -> str:
    """Training bases count to the year, so only what counts to neither sum is refused."""
    form = placement.form.value
    if form not in policy.excluded_forms.value or form not in policy.yearly_excluded_forms.value:
        return ""
    return f"{COUNTS_NOWHERE}({policy.excluded_forms.citation})"


def fit_objection(placement: Placement) -> str:
    """A secondment is recognised only after the office said that its post fits the subject taught."""
    if placement.form is not PracticeForm.SECONDMENT or placement.fits_subject is True:
        return ""
    if placement.fits_subject is None:
        return "挂职:未说明岗位与所教专业是否对口;请人事处先作说明"
    return f"挂职:岗位与所教专业不对口({placement.fit_reason}),不予认定"


def _region_objection(placement: Placement, answers: ContentAnswers) -> str:
    """A school that demands practice in its region judges only what it keeps; what is not known is no objection."""
    rule, region = answers.region_rule, placement.region_code or answers.enterprise_region
    if rule is None or not region or region.startswith(rule.regions):
        return ""
    return f"实践地点(行政区划代码 {region})不在本校要求的地区内({rule.name})"


def regions_fault(regions: Iterable[str]) -> dict[str, str]:
    """Divisions are named by two to six figures: a province, a city, a county."""
    wrong = [region for region in regions if not DIVISION.fullmatch(region)]
    return {"regions": f"行政区划代码应为二至六位数字(GB/T 2260):{'、'.join(wrong)}"} if wrong else {}


def region_rule_on(rules: Iterable[SchoolRegionRule], on: date) -> SchoolRegionRule | None:
    """Of a school's rules, none voided, the one in force that day, or None before the first."""
    begun = [rule for rule in rules if rule.started_on <= on]
    return max(begun, key=lambda rule: rule.started_on, default=None)


def may_rule_on_firm(placement: Placement, parts: frozenset[Part]) -> Verdict:
    """The office approves a declared relation before recognition, and nobody their own."""
    if placement.relation is FirmRelation.NONE:
        return Verdict.no("该实践没有申报与企业的利害关系,不需要批准")
    return _may_rule(placement, parts)


def may_rule_on_post(placement: Placement, parts: frozenset[Part]) -> Verdict:
    """The office says of a secondment whether its post fits the subject, before recognition."""
    if placement.form is not PracticeForm.SECONDMENT:
        return Verdict.no("只有挂职需要说明岗位是否对口")
    return _may_rule(placement, parts)


def _may_rule(placement: Placement, parts: frozenset[Part]) -> Verdict:
    if Part.OFFICE not in parts:
        return Verdict.no(NOT_YOURS)
    if Part.TEACHER in parts:
        return Verdict.no(NOT_YOUR_OWN)
    if placement.state not in RULED_IN:
        return Verdict.no(f"该实践当前为“{STATE_WORDS[placement.state]}”,不能再作说明")
    return Verdict.yes()


def same_firm(before: Placement, after: Placement) -> bool:
    """Whether both are about the same firm and the same relation to it."""
    return (before.enterprise_id, before.enterprise_name, before.relation) == (
        after.enterprise_id,
        after.enterprise_name,
        after.relation,
    )


def same_post(before: Placement, after: Placement) -> bool:
    """Whether both are about the same form of practice in the same post."""
    return (before.form, before.position) == (after.form, after.position)
