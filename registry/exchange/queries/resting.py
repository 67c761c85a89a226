"""What came after an import and rests on what it wrote: as long as there is any, it is not taken back.

Asked of the whole database by its foreign keys, so that a table that comes later is not forgotten: a row that names
what the import made rests on it, unless its table is listed here as derived, or as a word that was only said. What
came to nothing since (`come_to_nothing`) rests on nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from registry.audit.process import Reading
from registry.audit.recorded import Recorded, recorded_with
from registry.audit.reliances import what_rests_on
from registry.audit.wording import event_words, subject_words
from registry.exchange import tables
from registry.exchange.model.imports import ImportCommitted, ImportRun, Resting
from registry.exchange.queries.come_to_nothing import Written, undone_since
from registry.institutions.model.facts import Enterprise, Unit
from registry.people.model.events import PersonRenamed
from registry.people.model.facts import Employment, Leave, PersonRecord, Post
from registry.platform.clock import SHANGHAI
from registry.platform.language import Language
from registry.practice.records import Placement

LISTED_AT_MOST = 200
DERIVED = frozenset(
    {
        *("standing_range", "standing_course", "board_change", "placement_attended_day"),
        *("reminder_message", "sign_in_session"),
    }
)
"""Tables whose rows are made anew by themselves, or only told somebody something."""
TABLE_WORDS = {
    "account": "账号",
    "certificate": "证明",
    "certificate_batch_line": "批量出具证明的名单",
    "confirmation": "企业确认",
    "confirmation_request": "请企业确认的链接",
    "employment": "任职",
    "journal_entry": "实践日志",
    "leave": "请假",
    "other_name": "曾用名、别名",
    "paper": "材料",
    "person_merge": "合并记录",
    "placement": "企业实践",
    "placement_grade": "实践等次",
    "placement_supervisor": "企业指导教师",
    "plan_opinion": "审批意见",
    "post_held": "教师岗位",
    "practice_plan_line": "实践计划",
    "spot_check": "抽查",
    "title": "职称",
}
_STAYS = frozenset({Enterprise.SUBJECT, Unit.SUBJECT, ImportRun.SUBJECT})
"""What an import that is taken back leaves standing, or closes only where nobody is in it."""
_LOOKS = ("IdNumberViewed", "DeletionAsked")
_MADE = (PersonRecord.SUBJECT, Employment.SUBJECT, Placement.SUBJECT, Post.SUBJECT, Leave.SUBJECT)
_LATER = """
SELECT event.kind, event.subject, event.subject_id, process.actor_name, process.started_at
FROM audit_event AS event JOIN audit_process AS process ON process.id = event.process
WHERE (event.subject, event.subject_id) IN (SELECT * FROM unnest({}::text[], {}::text[]))
    AND event.number > {} AND NOT event.kind = ANY({}::text[]) AND NOT event.process = ANY({}::uuid[])
ORDER BY event.number LIMIT {}
"""
_OF_UNDONE = """
SELECT DISTINCT event.subject_id FROM audit_event AS event
WHERE event.number > {} AND event.process = ANY({}::uuid[]) AND NOT EXISTS (
    SELECT FROM audit_event AS other WHERE other.subject = event.subject AND other.subject_id = event.subject_id
        AND NOT other.process = ANY({}::uuid[]) AND NOT other.kind = ANY({}::text[])
)
"""
_FORMER_NAMES = """
SELECT id::text AS id FROM other_name
WHERE kind = 'former' AND (person::text, name) IN (SELECT * FROM unnest({}::text[], {}::text[]))
"""
_KEYS = """
SELECT DISTINCT conrelid::regclass::text AS pointing, attname AS column, confrelid::regclass::text AS target
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ALL(conkey)
WHERE contype = 'f' AND confrelid::regclass::text = ANY({}::text[])
UNION ALL SELECT 'account', 'person_id', 'person'
"""


async def written_by(reading: Reading, run: ImportRun) -> Written:
    """Everything that the import recorded, and what came to nothing since."""
    own = await recorded_with(reading, ImportRun.SUBJECT, run.id, ImportCommitted.__name__)
    return Written(own, await undone_since(reading, own[-1].number)) if own else Written(own)


async def resting_on(reading: Reading, written: Written) -> tuple[Resting, ...]:
    """What rests on what was written, `LISTED_AT_MOST` lines of each sort. No scope: the caller has the run."""
    facts = _named((*written.own, *written.present))
    later = await _later(written, facts)
    return (*later, *await _pointing(written, facts), *await _relying(reading, written.present, facts))


async def _later(written: Written, facts: Mapping[str, str]) -> list[Resting]:
    subjects = sorted(each for each in written.subjects if each[0] not in _STAYS)
    if not subjects:
        return []
    names, ids = [subject for subject, _ in subjects], [key for _, key in subjects]
    bounds = (written.last, list(_LOOKS), list(written.undone.processes), LISTED_AT_MOST)
    rows = await tables.ImportRun.raw(_LATER, names, ids, *bounds)
    return [
        Resting(
            f"{row['started_at'].astimezone(SHANGHAI):%Y-%m-%d %H:%M} {row['actor_name']} "
            f"{event_words(row['kind'], Language.ZH)}",
            facts.get(row["subject_id"], subject_words(row["subject"], Language.ZH)),
        )
        for row in rows
    ]


async def _pointing(written: Written, facts: Mapping[str, str]) -> list[Resting]:
    """Rows of whatever table that name what the import made, and that neither it nor what came to nothing made."""
    made: dict[str, set[str]] = defaultdict(set)
    for each in written.present:
        if each.before is None and each.subject in _MADE:
            made[each.subject].add(each.subject_id)
    passed_over = {key for keys in made.values() for key in keys} | await _of_undone(written)
    found = []
    for key in await tables.ImportRun.raw(_KEYS, list(made)):
        table, column, target = key["pointing"], key["column"], key["target"]
        if table in DERIVED or not made.get(target):
            continue
        statement = (
            f'SELECT id::text AS id, "{column}"::text AS fact FROM "{table}" '
            f'WHERE "{column}" = ANY({{}}::uuid[]) AND NOT id::text = ANY({{}}::text[]) ORDER BY id LIMIT {{}}'
        )
        keys = [UUID(each) for each in made[target]]
        rows = await tables.ImportRun.raw(statement, keys, list(passed_over), LISTED_AT_MOST)
        words = TABLE_WORDS.get(table, f"其他记录({table})")
        found += [Resting(words, facts.get(row["fact"], "")) for row in rows]
    return found


async def _of_undone(written: Written) -> set[str]:
    """The keys of whatever came to nothing and nobody else touched, and of the former names that it noted."""
    processes = list(written.undone.processes)
    if not processes:
        return set()
    rows = await tables.ImportRun.raw(_OF_UNDONE, written.last, processes, processes, list(_LOOKS))
    renamed = [
        (each.subject_id, str(each.before["name"]))
        for each in written.undone.recorded
        if each.kind == PersonRenamed.__name__ and each.before
    ]
    persons, names = [person for person, _ in renamed], [name for _, name in renamed]
    noted = await tables.ImportRun.raw(_FORMER_NAMES, persons, names) if renamed else []
    return {row["subject_id"] for row in rows} | {row["id"] for row in noted}


async def _relying(reading: Reading, recorded: Iterable[Recorded], facts: Mapping[str, str]) -> list[Resting]:
    found = []
    by_subject: dict[str, list[str]] = defaultdict(list)
    for each in recorded:
        if each.subject in _MADE:
            by_subject[each.subject].append(each.subject_id)
    for subject, ids in by_subject.items():
        rests = await what_rests_on(reading, subject, dict.fromkeys(ids))
        found += [Resting(each.words, facts.get(each.subject_id, "")) for each in rests]
    return found


def _named(recorded: Iterable[Recorded]) -> dict[str, str]:
    """What each fact is, as a person would name it."""
    names: dict[str, str] = {}
    for each in recorded:
        told = each.after or each.before or {}
        if each.subject == Placement.SUBJECT:
            words = f"{told['enterprise_name']} {told['started_on']}至{told['finished_on']}"
        elif each.subject == Employment.SUBJECT:
            words = f"工号 {told['staff_no']}"
        elif each.subject == PersonRecord.SUBJECT:
            words = str(told["name"])
        elif each.subject == Leave.SUBJECT:
            words = f"请假 {told['started_on']}至{told['finished_on']}"
        else:
            continue
        names[each.subject_id] = words
    return names
