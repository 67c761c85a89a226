"""Placements of a file as rows and events made in bulk: the same, value for value, as placements made one by one."""

from datetime import date

from registry.audit.process import open_process
from registry.institutions.model.events import change
from registry.practice import records
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from registry.practice.queries.placements import placements_of
from registry.practice.records import PlacementContent
from registry.practice.records.bulk import FiledPlacement
from registry.practice.service.filed_rows import write_new
from tests.builders.house import a_reading
from tests.practice.staging import THE_HOUSE, a_place, reading_of

DAYS = (AttendedDay(date(2025, 3, 12), 1), AttendedDay(date(2025, 3, 5), 2))
STATES = (PlacementState.VERIFIED, PlacementState.SUBMITTED, PlacementState.REJECTED, PlacementState.CONFIRMED)


def _filed(person, state, attended=None):
    days = (date(2025, 3, 1), date(2025, 3, 31))
    content = PlacementContent(
        " 辽河机械厂 ", *days, position=" 钳工", form=PracticeForm.POST_WORK, attended=attended
    )
    return FiledPlacement("台账!2", person.id, content, state)


async def test_every_row_and_event_is_that_of_a_placement_made_alone(database):
    school, person = await a_place()
    filed = [(_filed(person, state, days), True) for state in STATES for days in (None, DAYS)]
    filed.append((_filed(person, PlacementState.VERIFIED), False))

    async with open_process("record_filed", reading_of(THE_HOUSE)) as process:
        written = await write_new(process, school.id, filed, "依据导入的台账:a.xlsx")

    stored = {str(each.id): each for each in (await placements_of(a_reading(), [person.id]))[person.id]}
    last = {event.subject_id: event for event in process.events}
    assert (written.placements, written.verified) == (9, 2)
    for key, event in last.items():
        kind = records.PlacementVerified if event.before else records.PlacementRecorded
        assert event.after == change(kind, None, stored[key]).after
    assert sorted(each.state for each in stored.values()) == sorted(
        ["verified"] * 2 + ["submitted"] * 5 + ["rejected"] * 2
    )
    assert {each.attended for each in stored.values()} == {None, tuple(sorted(DAYS))}
