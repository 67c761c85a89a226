"""What people paste, and whom it means."""

from uuid import UUID, uuid4

import pytest

from registry.people.model.facts import RosterEntry
from registry.people.rules.pasted import Staff, entries


def somebody(staff_no, name):
    return RosterEntry(uuid4(), UUID(int=1), staff_no, name, None, "机电系", None)


LIN, WANG_A, WANG_B = somebody("1001", "林晓梅"), somebody("1002", "王伟"), somebody("J-17", "王伟")
NARAN = somebody("1004", "娜仁·乌云其其格")
STAFF = Staff([LIN, WANG_A, WANG_B, NARAN])


def found(pasted):
    return [(each.text, [one.staff_no for one in each.candidates], each.disagrees) for each in entries(pasted, STAFF)]


@pytest.mark.parametrize(
    "pasted",
    [
        "林晓梅",
        " 林 晓 梅 ",
        "1001",
        "\uff11\uff10\uff10\uff11",
        "1001\t林晓梅",
        "林晓梅\t1001\t机电系",
        "1\t林晓梅\t教师",
        "林晓梅 1001",
        "1、林晓梅",
        "(12)林晓梅",
        "3. 林晓梅",
        "林晓梅老师",
        "1001.0",
    ],
)
def test_one_person_however_pasted(pasted):
    assert [each[1] for each in found(pasted)] == [["1001"]]


def test_lines_and_separators_part_entries():
    assert [each[1] for each in found("林晓梅、1002;J-17\n\n娜仁•乌云其其格")] == [
        ["1001"],
        ["1002"],
        ["J-17"],
        ["1004"],
    ]


def test_who_is_named_twice_is_answered_once():
    assert len(found("林晓梅\n1001\n林晓梅")) == 1


def test_a_name_of_two_people_needs_the_number():
    assert found("王伟") == [("王伟", ["1002", "J-17"], False)]
    assert found("王伟\tj-17") == [("王伟\tj-17", ["J-17"], False)]


def test_a_number_of_somebody_else_is_said():
    assert found("1001\t王伟") == [("1001\t王伟", ["1001"], True)]


def test_nobody_is_lost_in_a_list_with_commas():
    assert found("林晓梅,李思,王五") == [("林晓梅", ["1001"], False), ("李思", [], False), ("王五", [], False)]


def test_an_unknown_entry_stays_as_it_was_pasted():
    assert found("9999") == [("9999", [], False)]
    assert found("张 三") == [("张 三", [], False)]
