"""Titles from a school's list: verified by whoever brings it, except their own."""

import pytest

from registry.kernel.errors import InvalidFields, NotFound, NotPermitted
from registry.kernel.scopes import Scope
from registry.portfolio.model import RecordTitle
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.service.bulk import RecordFiledTitles, record_filed_titles
from tests.builders.house import a_reading
from tests.people.staging import a_person, an_employment
from tests.portfolio.staging import THE_HOUSE, a_content, a_place, doing, officer, teacher


async def test_the_office_verifies_all_but_its_own(database):
    school, person = await a_place()
    clerk = await a_person("陈慧")
    await an_employment(school, clerk, "T2")
    command = RecordFiledTitles(tuple(RecordTitle(each.id, a_content()) for each in (person, clerk)))

    titles, events = await doing(officer(school, clerk), record_filed_titles, command, Scope.school(school.id))

    assert [(each.person_id, each.is_verified, each.revision) for each in titles] == [
        (person.id, True, 2),
        (clerk.id, False, 1),
    ]
    assert [type(event).__name__ for event in events] == ["TitleRecorded", "TitleVerified", "TitleRecorded"]
    stored = await titles_of(a_reading(), [person.id, clerk.id])
    assert stored == {person.id: (titles[0],), clerk.id: (titles[1],)}


async def test_one_fault_refuses_the_whole_list_and_strangers_find_nobody(database):
    (_, person), (elsewhere, stranger) = await a_place("S1"), await a_place("S2")
    right = RecordTitle(person.id, a_content())
    wrong = RecordTitle(person.id, a_content(name=" "))

    with pytest.raises(InvalidFields) as refused:
        await doing(THE_HOUSE, record_filed_titles, RecordFiledTitles((right, wrong)))
    with pytest.raises(NotFound):
        await doing(officer(elsewhere), record_filed_titles, RecordFiledTitles((right,)), Scope.school(elsewhere.id))
    with pytest.raises(NotPermitted):
        await doing(teacher(stranger), record_filed_titles, RecordFiledTitles((right,)))

    assert list(refused.value.faults) == [str(person.id)]
    assert await titles_of(a_reading(), [person.id]) == {person.id: ()}
