"""What the pages of imports call things, in Chinese as the catalogue of words knows them."""

from registry.exchange.model.imports import DuplicateKind, ImportKind, ImportStage, ImportState, RowSort

KIND_WORDS = {
    ImportKind.LEDGER: "整本台账(教师、实践、请假)",
    ImportKind.TEACHERS: "教师名册",
    ImportKind.PLACEMENTS: "企业实践",
    ImportKind.LEAVE: "请假",
}
TEMPLATE_NAMES = {
    ImportKind.LEDGER: "整本台账",
    ImportKind.TEACHERS: "教师名册",
    ImportKind.PLACEMENTS: "企业实践",
    ImportKind.LEAVE: "请假",
}
"""In the names of files."""
STATE_WORDS = {
    ImportState.CHECKED: "预检通过,未导入",
    ImportState.REFUSED: "有错误,未导入",
    ImportState.QUEUED: "正在导入",
    ImportState.COMMITTED: "已导入",
    ImportState.FAILED: "导入失败",
    ImportState.UNDONE: "已撤销",
    ImportState.DISCARDED: "已放弃",
}
STATE_CLASS = {
    ImportState.CHECKED: "busy",
    ImportState.REFUSED: "bad",
    ImportState.QUEUED: "busy",
    ImportState.COMMITTED: "good",
    ImportState.FAILED: "bad",
    ImportState.UNDONE: "plain",
    ImportState.DISCARDED: "plain",
}
STATE_SHAPES = {
    ImportState.CHECKED: "◐",
    ImportState.REFUSED: "✕",
    ImportState.QUEUED: "◐",
    ImportState.COMMITTED: "●",
    ImportState.FAILED: "✕",
    ImportState.UNDONE: "○",
    ImportState.DISCARDED: "○",
}
STAGE_WORDS = {
    ImportStage.READING: "正在读取文件",
    ImportStage.COMPARING: "正在与现有记录比对",
    ImportStage.WRITING: "正在写入",
    ImportStage.RECORDING: "正在登记变更",
    ImportStage.DONE: "完成",
}
SORT_WORDS = {RowSort.TEACHER: "教师", RowSort.PLACEMENT: "企业实践", RowSort.LEAVE: "请假"}
DUPLICATE_WORDS = {
    DuplicateKind.KNOWN_ELSEWHERE: "身份证件号码已在其他学校登记,将接续原有档案",
    DuplicateKind.SAME_NAME_AND_BIRTH: "姓名和出生日期与另一工号的人相同,请核对是否同一人",
    DuplicateKind.TWICE_IN_FILE: "文件里有两行内容相同的实践,都会写入,天数只计一次",
}
