"""Where a school wants practice to take place: stated from a day on, or a mistaken statement voided."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields, void_fault
from registry.institutions.service.schools import changeable_part, changeable_school
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.constraints import REFUSALS
from registry.practice.queries.content import region_rule_from, select_region_rules
from registry.practice.records.region_rules import (
    RegionRuleSet,
    RegionRuleVoided,
    SchoolRegionRule,
    SetRegionRule,
    VoidRegionRule,
)
from registry.practice.rules.content import regions_fault

REGIONS = frozenset({"regions"})


async def set_region_rule(process: Process, command: SetRegionRule, scope: Scope = EVERYWHERE) -> SchoolRegionRule:
    """Ask for practice in these regions from a day on; of this school only.

    Raises NotFound, NotPermitted, InvalidFields.
    """
    school = await changeable_school(command.school_id, scope)
    require_valid(empty_fields(name=command.name), regions_fault(command.regions))
    name, regions = command.name.strip(), tuple(sorted(set(command.regions)))
    after = SchoolRegionRule(uuid4(), school.id, command.started_on, regions, name, None, None, revision=1)
    with in_plain_words(REFUSALS):
        await tables.RegionRule.insert(tables.RegionRule(**_row(after)))
    process.record(change(RegionRuleSet, None, after))
    return after


async def void_region_rule(process: Process, command: VoidRegionRule, scope: Scope = EVERYWHERE) -> SchoolRegionRule:
    """Take a rule back; the one before it holds on. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    table = tables.RegionRule
    asked = select_region_rules().where(table.id == command.rule_id)
    before = region_rule_from(await changeable_part(asked, table.school, "地区要求", scope))
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason), void_fault(before.voided_at))
    reason = command.reason.strip()
    after = replace(before, voided_at=process.now, voided_reason=reason, revision=before.revision + 1)
    await save(table, before.id, before.revision, {"voided_at": process.now, "voided_reason": reason})
    process.record(change(RegionRuleVoided, before, after))
    return after


def _row(rule: SchoolRegionRule) -> dict[str, Any]:
    return {**as_row(rule, REGIONS), "regions": ",".join(rule.regions)}
