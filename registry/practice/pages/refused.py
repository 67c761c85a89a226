"""What was typed into one of the small forms of a placement's page, and why it was not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.kernel.errors import InvalidFields, StaleEdit
from registry.platform.web.forms import Form

LABELS = {
    "reason": "理由",
    "checked_on": "日期",
    "checked_by": "巡查人",
    "manner": "方式",
    "findings": "情况",
    "grade": "考核等级",
    "words": "说明",
    "days": "链接有效天数",
}
"""What the fields of these forms are called, for the summary of faults."""
WRITTEN = ("checked_by", "findings", "reason", "words")
"""The fields into which people write sentences: told back when the form itself is no longer on the page."""
FIELDS = {"days_valid": "days"}
"""What a service calls otherwise than the form."""
REFUSALS = (InvalidFields, StaleEdit)
UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Refused:
    """`form`: the name of the form on the page, empty for none. `words`: why nothing was taken, faults apart."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    @property
    def status(self) -> int:
        """The status of the answer: 409 where somebody else was first, 422 for faults."""
        return CONFLICT if self.words else UNPROCESSABLE

    @property
    def written(self) -> dict[str, str]:
        """What was written in sentences, by the field's name."""
        return {name: self.values[name] for name in WRITTEN if self.values.get(name, "").strip()}

    def typed(self, form: str, **usual: str) -> Mapping[str, str]:
        """What to show in a form: what was typed into it, else what it usually begins with."""
        return self.values if form == self.form else usual

    def wrong(self, form: str) -> Mapping[str, str]:
        """The faults of a form, by field."""
        return self.faults if form == self.form else {}


def refused(name: str, form: Form, why: InvalidFields | StaleEdit) -> Refused:
    """The form of this name, with what was typed and why it was not taken."""
    if isinstance(why, InvalidFields):
        return Refused(name, form.values, {FIELDS.get(field, field): words for field, words in why.faults.items()})
    return Refused(name, form.values, words=str(why))
