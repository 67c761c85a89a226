"""A draft and a submitted plan for many, and the forms of the planner."""

from datetime import date
from uuid import UUID, uuid4

from registry.kernel.scopes import Scope
from registry.practice.queries.batch_plans import lines_of
from registry.practice.records.planning import BatchContent, DutyAsked, StartBatch, SubmitBatch
from registry.practice.service.planning import start_batch, submit_batch
from tests.practice.staging import doing, officer
from tests.races.sending import Making, World, to
from tests.web.practice_stage import HR

NEW_PLAN = UUID(int=10, version=4)
TARGET, DAYS = "2027-08-31", (date(2027, 7, 12), date(2027, 7, 30))
CONTENT = {
    "name": "暑假企业实践",
    "duty": "yearly",
    "target_on": TARGET,
    "enterprise_name": "渤海装备",
    "position": "铣工",
    "form": "post_work",
    "duty_mode": "off_duty",
    "started_on": DAYS[0].isoformat(),
    "finished_on": DAYS[1].isoformat(),
    "revision": "1",
}
FORMS_OF_PLANS: dict[str, Making] = {
    "start_plan": to(
        HR,
        "/planner/plans",
        plan_id=str(NEW_PLAN),
        duty="yearly",
        target_on=TARGET,
        who="ticked",
        person="{colleague_person}",
    ),
    "start_plan: join": to(
        HR,
        "/planner/plans",
        plan_id=str(NEW_PLAN),
        duty="yearly",
        target_on=TARGET,
        who="ticked",
        person="{person}",
        into="{plan}",
    ),
    "save_batch_plan": to(HR, "/planner/plans/{plan}", **CONTENT),
    "save_batch_line": to(HR, "/planner/plans/{plan}/lines/{plan_line}", act="save", revision="1", position="铣工"),
    "save_batch_line: out": to(HR, "/planner/plans/{plan}/lines/{plan_line}", act="take_out", revision="1"),
    "submit_batch_plan": to(HR, "/planner/plans/{plan}/submit", revision="1"),
    "withdraw_batch_plan": to(HR, "/planner/plans/{submitted_plan}/withdraw", revision="2", reason="企业停产"),
    "discard_batch_plan": to(HR, "/planner/plans/{plan}/discard", revision="1", reason="改期"),
}


async def planned(world: World) -> None:
    """The colleague is in a draft; another plan was submitted."""
    school, people = world.stage.school, (world.ids["colleague_person"],)
    clerk, scope = officer(school), Scope.school(school.id)
    for name, days in (("plan", DAYS), ("submitted_plan", (date(2027, 8, 2), date(2027, 8, 13)))):
        content = BatchContent(
            "假期实践", DutyAsked.YEARLY, date(2027, 8, 31), "渤海装备", started_on=days[0], finished_on=days[1]
        )
        command = StartBatch(uuid4(), school.id, None, content, people)
        plan, _ = await doing(clerk, start_batch, command, scope)
        world.ids[name] = plan.id
    await doing(clerk, submit_batch, SubmitBatch(world.ids["submitted_plan"], 1), scope)
    draft = world.ids["plan"]
    world.ids["plan_line"] = (await lines_of([draft]))[draft][0].id
