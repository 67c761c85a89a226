"""The samples as schools keep them: a dry run tells what the check tells; mended, in, out and in again."""

import json
from datetime import date

import pytest

from registry.exchange.model.imports import ImportKind, ImportState
from registry.exchange.rules.wording import say
from registry.exchange.service import CheckQuestion, check_ledger
from registry.exchange.standing_command import Asked, standing_of
from registry.practice.projection import differences
from tests.builders.house import a_reading
from tests.exchange.bringing import checked, committed, undone
from tests.exchange.mending import SAMPLES, a_mended_ledger
from tests.institutions.staging import PANJIN, a_school, rows_of

SINCE = date(2022, 9, 1)


@pytest.mark.parametrize("name", ["ledger-a", "ledger-c"])
async def test_a_dry_run_lists_exactly_the_errors_of_the_check_and_writes_nothing(database, name):
    school = await a_school("S9")

    seen = await checked(school, ImportKind.LEDGER, SAMPLES / f"{name}.xlsx")

    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text())["errors"]
    found = [(each.sheet, each.row, each.column) for each in seen.findings.errors]
    assert found == [(each["sheet"], each["row"], each["column"]) for each in expected]
    assert all(say(each, "zh") for each in seen.findings.errors)
    assert (seen.run.state, seen.run.counted.errors) == (ImportState.REFUSED, len(expected))
    assert await rows_of(database, "SELECT count(*) AS n FROM person") == [{"n": 0}]


@pytest.mark.parametrize(("name", "as_of"), [("ledger-a", date(2026, 9, 1)), ("ledger-c", date(2026, 9, 30))])
async def test_imported_taken_back_and_imported_again_everybody_stands_as_the_check_said(
    database, tmp_path, name, as_of
):
    ledger, file = a_mended_ledger(name, tmp_path)
    school = await a_school("S9")
    seen = await checked(school, ImportKind.LEDGER, file)
    assert seen.findings.errors == ()
    first, _ = await committed(seen.run, file)

    back, _ = await undone(first)
    nobody = await rows_of(database, "SELECT count(*) AS n FROM employment WHERE voided_at IS NULL")
    again = await checked(school, ImportKind.LEDGER, file)
    second, _ = await committed(again.run, file)

    assert (back.state, second.state, nobody) == (ImportState.UNDONE, ImportState.COMMITTED, [{"n": 0}])
    assert again.run.counts | {"enterprises": 0} == seen.run.counts | {"enterprises": 0}
    expected = check_ledger(ledger, CheckQuestion(PANJIN, as_of, SINCE), a_reading().book)
    for each in expected.teachers:
        found = (await standing_of(a_reading(), Asked("S9", each.teacher.staff_no, as_of, SINCE))).teachers[0]
        assert (found.standing, found.yearly, found.also, found.since) == (
            each.standing,
            each.yearly,
            each.also,
            each.since,
        ), each.teacher.staff_no
    assert await differences(a_reading()) == ()
