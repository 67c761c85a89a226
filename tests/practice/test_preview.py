"""The live preview: what a placement would change is what it changes, and no input breaks it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.platform.language import Language
from registry.practice.documents.wording import preview_line
from registry.practice.model import AttendedDay, Credit, NotCounted, PlacementState, StandingState
from registry.practice.queries.overview import teacher_overview
from registry.practice.queries.preview import preview_placement
from registry.practice.records import NoticeKind
from registry.practice.rules import placement_counts, standing_on, yearly_duties
from registry.practice.rules.draft import LONGEST_LIST, as_draft_fact, read_draft
from registry.practice.rules.preview import preview
from tests.builders.house import a_reading
from tests.builders.practice import a_period, a_placement, a_teacher, panjin_versions
from tests.institutions.staging import BAOTOU, a_school, did
from tests.people.staging import a_person, an_employment
from tests.practice.staging import a_content, a_place, entered, verified
from tests.properties.strategies import any_questions, leave_questions, threshold_questions

ON = date(2026, 6, 30)
TODAY = date(2026, 11, 22)


# Pure ---------------------------------------------------------------------------------------------------------


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=any_questions() | leave_questions() | threshold_questions(), data=st.data())
def test_the_preview_is_the_standing_after_really_adding(question, data):
    facts, versions, on = question
    if not facts.placements:
        return
    drawn = data.draw(st.sampled_from(facts.placements))
    before = replace(facts, placements=tuple(each for each in facts.placements if each is not drawn))
    added = replace(before, placements=(*before.placements, drawn._replace(state=PlacementState.VERIFIED)))

    found = preview(before, drawn, versions, on)

    compared = [found.today, *([found.at_end] if found.at_end else [])]
    assert [each.on for each in compared] == [on, *([drawn.finished_on] if drawn.finished_on > on else [])]
    for each in compared:
        assert each.without == standing_on(before, versions, each.on)
        assert each.with_it == standing_on(added, versions, each.on)
        assert tuple(year.duty for year in each.yearly_without) == yearly_duties(before, versions, each.on)
        assert tuple(year.duty for year in each.yearly_with_it) == yearly_duties(added, versions, each.on)
    counts = placement_counts(added, versions, on)
    assert found.count == (counts[-1] if counts else None)


def test_days_that_overlap_or_fall_on_leave_are_told():
    facts = a_teacher(a_placement("2025-10-01", "2025-10-31"), leaves=[a_period("2025-11-10", "2025-11-14")])

    found = preview(facts, a_placement("2025-10-22", "2025-11-20"), panjin_versions(), ON)

    assert found.count.left_out == {NotCounted.LEAVE: 5, NotCounted.COVERED_ALREADY: 10}
    assert (found.count.offered, found.count.counted) == (30, 15)
    assert found.today.added == Credit(Fraction(15), Fraction(1, 2))
    assert found.today.days_added_in_year == 15
    assert found.at_end is None


def test_a_plan_is_judged_on_its_last_day():
    facts = a_teacher(a_placement("2025-01-01", days=270))

    found = preview(facts, a_placement("2026-07-11", days=41), panjin_versions(), ON)

    assert (found.today.added.days, found.at_end.added.days) == (0, 41)
    assert (found.at_end.on, found.at_end.with_it.state) == (date(2026, 8, 20), StandingState.MET)
    assert found.count.left_out == {NotCounted.AFTER_DATE: 41}
    assert found.count_at_end.counted == 41
    assert preview_line(found, Language.ZH) == "认定后统计期增加 41 天,本学年增加 41 天;○ 未达标 → ● 达标"


def test_what_changes_no_state_says_so():
    found = preview(a_teacher(), a_placement("2026-06-01", days=10), panjin_versions(), ON)

    assert preview_line(found, Language.ZH) == "认定后统计期增加 10 天,本学年增加 10 天;仍为 ○ 未达标"
    assert preview_line(found, Language.EN) == (
        "once verified: 10 days more in the window, 10 days in the year; still ○ short"
    )


# Drafts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["2026-07-11", "2026/7/11", "2026.7.11", "2026年7月11日", "20260711", " 2026-07-11 "]
)
def test_a_date_may_be_typed_in_many_ways(typed):
    draft = read_draft({"started_on": typed, "finished_on": "2026-08-20", "enterprise_name": "厂"}, TODAY)

    assert (draft.content.started_on, draft.faults) == (date(2026, 7, 11), {})


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({}, {"started_on": "请填写日期", "finished_on": "请填写日期"}),
        (
            {"started_on": "2026-02-30", "finished_on": "明天"},
            {
                "started_on": "不是日期,请写成 2026-07-11",
                "finished_on": "不是日期,请写成 2026-07-11",
            },
        ),
        (
            {"started_on": "2026-07-11", "finished_on": "2026-07-10"},
            {"finished_on": "结束日期 2026-07-10 早于开始日期 2026-07-11"},
        ),
        ({"started_on": "1966-11-21"}, {"started_on": "开始日期 1966-11-21 过早,请核对年份"}),
        ({"finished_on": "2036-11-23"}, {"finished_on": "结束日期 2036-11-23 过晚,请核对年份"}),
        ({"share_percent": "1000"}, {"share_percent": "工作量比例应为 1 到 100 的整数"}),
        ({"share_percent": "0"}, {"share_percent": "工作量比例应为 1 到 100 的整数"}),
        ({"form": "walk"}, {"form": "请选择实践形式"}),
        ({"attended": "昨天"}, {"attended": "“昨天”不是出勤日期,请写成 2026-07-11;2026-07-12/0.5"}),
        ({"attended": "2026-07-10"}, {"attended": "出勤日期 2026-07-10 不在实践起止时间内"}),
        ({"enterprise_name": ""}, {"enterprise_name": "请填写企业名称"}),
    ],
)
def test_each_fault_of_a_draft_is_told_at_its_field(fields, faults):
    whole = {"started_on": "2026-07-11", "finished_on": "2026-08-20", "enterprise_name": "厂"} if fields else {}

    assert read_draft({**whole, **fields}, TODAY).faults == faults


def test_attended_days_are_read_with_their_parts():
    fields = {
        "started_on": "2026-07-11",
        "finished_on": "2026-08-20",
        "attended": "2026-07-12/0.5;2026-07-11,2026/7/13",
    }

    assert read_draft(fields, TODAY).content.attended == (
        AttendedDay(date(2026, 7, 11), 2),
        AttendedDay(date(2026, 7, 12), 1),
        AttendedDay(date(2026, 7, 13), 2),
    )


def test_a_list_beyond_measure_is_refused():
    fields = {"started_on": "2026-07-11", "finished_on": "2026-08-20", "attended": "1" * (LONGEST_LIST + 1)}

    assert read_draft(fields, TODAY).faults["attended"] == "出勤日期过多,请核对"


NAMES = ("started_on", "finished_on", "form", "share_percent", "attended", "enterprise_name")
TYPED = st.text(max_size=40) | st.none() | st.integers() | st.binary(max_size=5) | st.dates().map(str)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), TYPED))
def test_no_input_breaks_the_reading_of_a_draft(fields):
    draft = read_draft(fields, TODAY)

    if draft.content and not draft.faults:
        preview(a_teacher(), as_draft_fact(draft.content), panjin_versions(), TODAY)


# With the database --------------------------------------------------------------------------------------------


async def test_the_preview_is_what_the_page_shows_once_it_is_verified(database):
    school, person = await a_place()
    await verified(school, person, started_on=date(2026, 1, 10), finished_on=date(2026, 2, 20))
    content = a_content(date(2026, 7, 11), date(2026, 8, 20))

    found = await preview_placement(a_reading(), person.id, content)
    await verified(school, person, started_on=content.started_on, finished_on=content.finished_on)
    after = await teacher_overview(a_reading(), person.id, TODAY)

    assert (found.notices, found.faults) == ((), {})
    assert found.preview.today.with_it == after.local.standing
    assert found.preview.today.yearly_with_it == after.yearly
    assert found.preview.today.added.days == 41


async def test_fields_as_typed_are_as_good_as_a_content(database):
    _, person = await a_place()
    typed = {"enterprise_name": "辽河机械厂", "started_on": "2026-07-11", "finished_on": "2026-08-20"}

    found = await preview_placement(a_reading(), person.id, typed)

    assert found == await preview_placement(a_reading(), person.id, a_content())


async def test_faults_are_told_and_only_a_missing_name_still_gives_a_preview(database):
    _, person = await a_place()
    typed = {"started_on": "2026-07-11", "finished_on": "2026-08-20"}

    nameless = await preview_placement(a_reading(), person.id, typed)
    half = await preview_placement(a_reading(), person.id, {"started_on": "2026-07-11"})

    assert nameless.faults == {"enterprise_name": "请填写企业名称"}
    assert nameless.preview.today.added.days == 41
    assert (half.preview, half.notices, half.faults) == (None, (), {"finished_on": "请填写日期"})


async def test_the_preview_tells_overlaps_and_leave_like_entering_it(database):
    school, person = await a_place()
    other = await entered(school, person, started_on=date(2026, 8, 1), finished_on=date(2026, 8, 31))
    leave = RecordLeave(person.id, LeaveKind.SICK, date(2026, 7, 20), date(2026, 7, 22))
    recorded = await did(record_leave, leave)

    found = await preview_placement(a_reading(), person.id, a_content())

    assert [(each.kind, each.period, each.other_id) for each in found.notices] == [
        (NoticeKind.OVERLAPS_LEAVE, a_period("2026-07-20", "2026-07-22"), recorded.id),
        (NoticeKind.OVERLAPS_PLACEMENT, a_period("2026-08-01", "2026-08-20"), other.id),
    ]
    assert found.preview.today.added.days == 38


async def test_a_placement_that_is_changed_does_not_stand_beside_itself(database):
    school, person = await a_place()
    own = await verified(school, person)

    beside = await preview_placement(a_reading(), person.id, a_content())
    instead = await preview_placement(a_reading(), person.id, a_content(), instead_of=own.chain_id)

    assert beside.preview.today.added.days == 0
    assert [notice.kind for notice in beside.notices] == [NoticeKind.OVERLAPS_PLACEMENT]
    assert (instead.preview.today.added.days, instead.notices) == (41, ())


async def test_nobody_previews_for_whom_the_scope_does_not_reach(database):
    school, person = await a_place()
    await verified(school, person)
    other = await a_school("S2", jurisdiction=BAOTOU)
    colleague = await a_person("孙")
    await an_employment(school, colleague, "T2")

    for scope in (Scope.school(other.id), Scope.person(colleague.id)):
        with pytest.raises(NotFound):
            await preview_placement(a_reading(), person.id, a_content(), scope)
