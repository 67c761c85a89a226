"""The words that offices use for states, forms and categories, and what each stands for."""

from registry.exchange.model import Fault
from registry.exchange.rules.cells import word_of
from registry.kernel.sheets import Cell
from registry.people.model.facts import LeaveKind, Sex
from registry.practice.model import PlacementState, PostCategory, PracticeForm

_STATES = {
    PlacementState.VERIFIED: ("已认定", "已核验", "已审核", "合格", "优秀", "通过"),
    PlacementState.SUBMITTED: ("待审核", "待认定", "已提交"),
    PlacementState.RETURNED: ("已退回", "退回"),
    PlacementState.REJECTED: ("未通过", "不通过", "不合格"),
    PlacementState.VOIDED: ("作废", "撤销"),
    PlacementState.WITHDRAWN: ("已撤回",),
}
_FORMS = {
    PracticeForm.POST_WORK: ("顶岗", "顶岗实践"),
    PracticeForm.SECONDMENT: ("挂职", "挂职锻炼"),
    PracticeForm.VISIT: ("考察观摩", "考察", "观摩"),
    PracticeForm.SKILL_TRAINING: ("技能培训", "培训"),
    PracticeForm.RESEARCH: ("研发", "技术研发"),
    PracticeForm.INTERN_SUPERVISION: ("指导实习", "实习指导"),
    PracticeForm.TRAINING_BASE: ("实训基地",),
    PracticeForm.ONLINE: ("线上", "在线", "网络"),
}
_CATEGORIES = {
    PostCategory.PROFESSIONAL: ("专业课教师", "专业课"),
    PostCategory.INSTRUCTOR: ("实习指导教师", "实习指导"),
    PostCategory.PUBLIC: ("公共基础课教师", "公共基础课", "公共课教师", "公共课"),
}

_LEAVE_MARKS = {
    LeaveKind.MATERNITY: ("产假", "生育", "哺乳", "maternity"),
    LeaveKind.SICK: ("病", "sick"),
    LeaveKind.STUDY: ("学习", "进修", "读博", "读研", "study"),
}
"""A kind of leave is known by a part of its word (脱产学习, 长期病假)."""
_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE}

_STATE_OF = {word: state for state, words in _STATES.items() for word in words} | {
    word_of(state): state for state in PlacementState
}
_FORM_OF = {word: form for form, words in _FORMS.items() for word in words} | {
    word_of(form): form for form in PracticeForm
}
_MARKS = [(mark, form) for form in (PracticeForm.TRAINING_BASE, PracticeForm.ONLINE) for mark in _FORMS[form]]
"""Forms that a rule pack may leave out are known by a part of the word too (校内实训基地, 线上实践)."""
_CATEGORY_OF = {word: category for category, words in _CATEGORIES.items() for word in words} | {
    word_of(category): category for category in PostCategory
}


def read_state(cell: Cell) -> PlacementState | Fault:
    """How far a placement has come; an empty cell means verified, since a ledger lists what was recognised."""
    word = word_of(cell)
    return _STATE_OF.get(word, Fault.UNKNOWN_STATUS) if word else PlacementState.VERIFIED


def read_form(cell: Cell) -> PracticeForm:
    """The kind of practice; never a fault, since every form counts unless a rule pack excludes it by name."""
    word = word_of(cell)
    return _FORM_OF.get(word) or next((form for mark, form in _MARKS if mark in word), PracticeForm.OTHER)


def read_category(cell: Cell) -> PostCategory | Fault:
    """The kind of teaching post; an empty cell means a professional-course teacher."""
    word = word_of(cell)
    return _CATEGORY_OF.get(word, Fault.UNKNOWN_CATEGORY) if word else PostCategory.PROFESSIONAL


def read_leave_kind(cell: Cell) -> LeaveKind:
    """What a leave is for; never a fault, since all approved leave counts alike."""
    word = word_of(cell)
    marks = ((mark, kind) for kind, words in _LEAVE_MARKS.items() for mark in words)
    return next((kind for mark, kind in marks if mark in word), LeaveKind.OTHER)


def read_sex(cell: Cell) -> Sex | None:
    """The sex, None where the cell says nothing known."""
    return _SEXES.get(word_of(cell))
