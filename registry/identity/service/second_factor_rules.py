"""What a school, or the whole installation, asks of those who sign in."""

from dataclasses import replace
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.identity.model.second_factor import RequireSecondFactor, RequireSignOn, RuleKind, SignInRule
from registry.identity.model.sign_on_events import SignInRuleEnded, SignInRuleSet, rule_values
from registry.identity.queries.sign_on import standing_rules
from registry.identity.rules.second_factor import OF_A_SCHOOL, may_require
from registry.identity.rules.sign_on import may_keep_sign_on
from registry.kernel.errors import InvalidFields
from registry.kernel.verdicts import require

RULES_LOCK = 6_200_314
"""Any number that only these rules use: two who change them do so one after another."""


async def require_second_factor(process: Process, command: RequireSecondFactor) -> tuple[SignInRule, ...]:
    """These roles must have a second factor from now on, all others need none; what stands so already stays.

    Raises NotPermitted, InvalidFields.
    """
    require(may_require(principal_of(process.actor), command.school_id))
    if command.school_id is not None and not command.roles <= set(OF_A_SCHOOL):
        raise InvalidFields({"roles": "请从列表中选择"})
    await _one_after_another()
    standing = await standing_rules(RuleKind.SECOND_FACTOR, [command.school_id])
    for rule in standing:
        if rule.role not in command.roles:
            await _end(process, rule)
    known = {rule.role for rule in standing}
    for role in sorted(command.roles - known):
        await _set(process, RuleKind.SECOND_FACTOR, command.school_id, role)
    return await standing_rules(RuleKind.SECOND_FACTOR, [command.school_id])


async def require_sign_on(process: Process, command: RequireSignOn) -> bool:
    """A school's people sign in by its providers alone, or again with passwords too. Raises NotPermitted."""
    require(may_keep_sign_on(principal_of(process.actor)))
    await _one_after_another()
    standing = await standing_rules(RuleKind.SIGN_ON_ONLY, [command.school_id])
    if command.is_required and not standing:
        await _set(process, RuleKind.SIGN_ON_ONLY, command.school_id, None)
    for rule in standing if not command.is_required else ():
        await _end(process, rule)
    return command.is_required


async def _one_after_another() -> None:
    await tables.SignInRule.raw("SELECT pg_advisory_xact_lock({})", RULES_LOCK)


async def _set(process: Process, kind: RuleKind, school_id: UUID | None, role: Role | None) -> None:
    rule = SignInRule(uuid4(), kind, school_id, role, process.now)
    await tables.SignInRule.insert(
        tables.SignInRule(
            id=rule.id,
            kind=kind.value,
            school_id=school_id,
            role=role.value if role else None,
            began_at=rule.began_at,
        )
    )
    process.record(SignInRuleSet(SignInRule.SUBJECT, str(rule.id), None, rule_values(rule)))


async def _end(process: Process, rule: SignInRule) -> None:
    after = replace(rule, ended_at=process.now)
    table = tables.SignInRule
    await table.update({table.ended_at: after.ended_at}).where(table.id == rule.id)
    process.record(SignInRuleEnded(SignInRule.SUBJECT, str(rule.id), rule_values(rule), rule_values(after)))
