"""Requests to delete what is kept about a person: answered with the rule and recorded. Nothing is deleted."""

from registry.audit.process import Process
from registry.institutions.rules import empty_fields
from registry.institutions.writing import require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model import events
from registry.people.model.commands import AskDeletion
from registry.people.model.facts import DeletionAnswer, PersonRecord
from registry.people.queries.reach import reached
from registry.people.rules import deletion_answer


async def ask_deletion(process: Process, command: AskDeletion, scope: Scope = EVERYWHERE) -> DeletionAnswer:
    """Record a person's request and answer it. Raises NotFound, InvalidFields."""
    reach = (await reached(process.reading, [command.person_id], scope))[command.person_id]
    require_valid(empty_fields(words=command.words))
    answer = deletion_answer(reach.employments, process.today)
    told: dict[str, object] = {"answer": answer.words, "source": answer.source}
    asked: dict[str, object] = {"before": None, "after": {"words": command.words.strip()}}
    process.record(events.DeletionAsked(PersonRecord.SUBJECT, str(command.person_id), None, told, asked))
    return answer
