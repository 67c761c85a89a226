"""What must be known besides a placement to say whether what it tells may be recognised."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.institutions.queries.enterprises import regions_of
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.queries.rows import Row, these
from registry.practice.records import Placement
from registry.practice.records.region_rules import SchoolRegionRule
from registry.practice.rules.content import ContentAnswers, RegionRule, region_rule_on


async def region_rules(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[SchoolRegionRule, ...]:
    """Every rule on regions that the school has or had, oldest first, voided ones among them. Raises NotFound."""
    await school(reading, school_id, scope)
    found = await select_region_rules().where(tables.RegionRule.school == school_id)
    return tuple(region_rule_from(row) for row in found)


async def content_answers(
    reading: Reading, placements: Collection[Placement], translated: Collection[UUID] = ()
) -> dict[UUID, ContentAnswers]:
    """The answers for placements that the asker may see, by placement. Two statements for any number.

    `translated`: the placements whose papers hold a translated proof, as the caller found them.
    """
    regions = await regions_of(reading, {each.enterprise_id for each in placements if each.enterprise_id})
    rules = await _standing_rules({each.school_id for each in placements})
    return {
        each.id: ContentAnswers(
            has_translated_proof=each.id in translated,
            enterprise_region=regions.get(each.enterprise_id, "") if each.enterprise_id else "",
            region_rule=_asked(rules.get(each.school_id, ()), each.started_on),
        )
        for each in placements
    }


def select_region_rules() -> Select[Any]:
    """The select of rules on regions in the order of their first days, to be narrowed."""
    table = tables.RegionRule
    columns = (table.id, table.school.as_alias("school_id"), table.started_on, table.regions, table.name)
    selected = table.select(*columns, table.voided_at, table.voided_reason, table.revision)
    return selected.order_by(table.started_on, table.id)


def region_rule_from(row: Row) -> SchoolRegionRule:
    """A row of `select_region_rules` as a fact."""
    regions = tuple(row["regions"].split(",")) if row["regions"] else ()
    return SchoolRegionRule(**{**row, "regions": regions})


async def _standing_rules(school_ids: Iterable[UUID]) -> dict[UUID, list[SchoolRegionRule]]:
    table = tables.RegionRule
    found: dict[UUID, list[SchoolRegionRule]] = {}
    asked = select_region_rules().where(table.school.is_in(these(school_ids)), table.voided_at.is_null())
    for row in await asked:
        rule = region_rule_from(row)
        found.setdefault(rule.school_id, []).append(rule)
    return found


def _asked(rules: Iterable[SchoolRegionRule], on: date) -> RegionRule | None:
    holding = region_rule_on(rules, on)
    return RegionRule(holding.regions, holding.name) if holding and holding.regions else None
