"""Certificates go with the record of their person, and come back with it; what they print stays."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from registry.audit.process import open_process
from registry.certificates.queries.certificates import certificate, certificates_of, content_of
from registry.certificates.service.merging import CERTIFICATES
from registry.kernel.scopes import Scope
from registry.people.model.merging import MergePersons, Pair, UndoPersonMerge
from registry.people.service.merging import merge_persons
from registry.people.service.unmerging import undo_person_merge
from registry.practice.service.merging import PLACEMENTS
from tests.builders.house import a_reading
from tests.certificates.staging import a_paperwork, issued, printed, replaced
from tests.institutions.staging import a_school
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import officer, reading_of, verified

LEFT, CAME = date(2024, 8, 31), date(2024, 9, 1)
SPRING_2023 = {"started_on": date(2023, 3, 1), "finished_on": date(2023, 3, 31)}


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


async def _carried(school, use_case, command):
    async with open_process("test", reading_of(officer(school)), "重复建档") as process:
        result = await use_case(process, command, (Scope.school(school.id),), (PLACEMENTS, CERTIFICATES))
    return result, [type(event).__name__ for event in process.events]


async def test_certificates_move_with_a_merge_and_come_back_when_it_is_undone(database, paper):
    school, stays, comes = await a_school("13957"), await a_person(), await a_person()
    await a_post(await an_employment(school, stays, "T1", finished_on=LEFT))
    await a_post(await an_employment(school, comes, "T9", started_on=CAME))
    await verified(school, stays, **SPRING_2023)
    await verified(school, comes)
    first = await printed(await issued(school, comes, paper), paper)
    second, _ = await replaced(school, first, paper)
    own = await issued(school, stays, paper)

    merge, events = await _carried(
        school, merge_persons, MergePersons(uuid4(), Pair(stays.id, comes.id), (1, 1), "重复建档")
    )
    merged = await certificates_of(a_reading(), stays.id)
    undone, back = await _carried(school, undo_person_merge, UndoPersonMerge(merge.id, "并错了"))

    assert {each.id for each in merged} == {first.id, second.id, own.id}
    assert {each.person_id for each in merged} == {stays.id}
    assert events.count("CertificateMoved") == back.count("CertificateMoved") == 2
    assert {(each.fact_id, each.revision) for each in merge.parts if each.subject == "certificate"} == {
        (first.id, 2),
        (second.id, 1),
    }
    assert {each.id for each in await certificates_of(a_reading(), comes.id)} == {first.id, second.id}
    assert (await certificate(a_reading(), second.id)) == replace(second, person_id=comes.id)
    assert (await content_of(a_reading(), second)).person_name == "林晓"
    assert undone.undone_reason == "并错了"
