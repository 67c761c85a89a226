"""The words for what an answer holds, in both languages. Those of practice itself are the words of its documents."""

from registry.practice.documents.words import (
    CATEGORIES,
    NOT_COUNTED,
    PLACEMENT_STATES,
    SHAPES,
    STATES,
    URGENCY,
    YEARLY_STATES,
    Words,
)

__all__ = [
    "AT_LEAST",
    "CATEGORIES",
    "ERRORS",
    "ERRORS_MEAN",
    "INCOMPLETE",
    "NONE",
    "NOT_COUNTED",
    "OUT_OF_REACH",
    "PLACEMENT_STATES",
    "SHAPES",
    "STATES",
    "UNCONFIRMED",
    "URGENCY",
    "WARNINGS",
    "WARNINGS_MEAN",
    "YEARLY_STATES",
    "Words",
]

NONE = Words("无", "none")
AT_LEAST = Words("至少", "at least")
OUT_OF_REACH = Words("期内补不足", "out of reach")
UNCONFIRMED = Words("待核实", "awaits confirmation")
INCOMPLETE = Words(
    "资料有错误、未全部计入,改正后结果可能变化",
    "some of the teacher's rows have errors and do not count; the answer may change once they are mended",
)
ERRORS = Words("错误", "Errors")
WARNINGS = Words("提醒", "Warnings")
ERRORS_MEAN = Words(
    "有错误的实践、请假行不计入,名册中有错误的单元格按空白计",
    "placement and leave rows with an error do not count; a faulty cell of the teachers sheet is taken as empty",
)
WARNINGS_MEAN = Words("所在行照常计入", "their rows count")
