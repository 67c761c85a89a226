"""Why a file cannot be used, and the one line that says so and what to do next.

The modules that read raise `Unreadable` with facts and no file name; `reading` turns it into `BadInput` with one.
"""

from enum import StrEnum

from registry.kernel.errors import BadInput
from registry.platform.language import Language, preferred_language

LONGEST_NAME = 120


class Problem(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    FORBIDDEN = "forbidden"
    DISK = "disk"
    EMPTY = "empty"
    FILE_TOO_LARGE = "file_too_large"
    FOLDER_LACKS = "folder_lacks"
    FOLDER_TWICE = "folder_twice"
    NOT_A_WORKBOOK = "not_a_workbook"
    WEB_PAGE = "web_page"
    OLD_XML = "old_xml"
    ZIP_WITHOUT_WORKBOOK = "zip_without_workbook"
    DAMAGED = "damaged"
    SHEET_DAMAGED = "sheet_damaged"
    ENCRYPTED = "encrypted"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_SHEETS = "too_many_sheets"
    NO_SHEETS = "no_sheets"
    SAME_NAME = "same_name"
    TOO_WIDE = "too_wide"
    TOO_MUCH_TEXT = "too_much_text"
    ENTITIES = "entities"
    NOT_TEXT = "not_text"
    UNKNOWN_BYTES = "unknown_bytes"
    OPEN_QUOTE = "open_quote"
    TOO_MANY_LINES = "too_many_lines"


class Unreadable(Exception):
    """A file that cannot be used; `facts` fill the words of `problem`."""

    def __init__(self, problem: Problem, **facts: object) -> None:
        super().__init__(problem, facts)
        self.problem, self.facts = problem, facts

    def as_bad_input(self, name: str) -> BadInput:
        """The error for the user: one line that begins with the file's name."""
        words = _WORDS[preferred_language()][self.problem]
        facts = {key: one_line(str(value)) for key, value in self.facts.items()}
        return BadInput(words.format(name=one_line(name), **facts))


def one_line(text: str) -> str:
    """The text without line breaks and other characters that cannot be shown, and not too long."""
    shown = "".join(character if character.isprintable() else "�" for character in text)
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"


_ZH = {
    Problem.MISSING: "找不到“{name}”：请检查路径和文件名。",
    Problem.NOT_A_FILE: "“{name}”不是文件：请给出工作簿、CSV 文件或装有 CSV 的文件夹。",
    Problem.FORBIDDEN: "没有权限读取“{name}”：请先关闭正在使用它的程序，或把它复制到自己的文件夹。",
    Problem.DISK: "读取“{name}”时出错（{reason}）：请检查磁盘或网络盘后重试。",
    Problem.EMPTY: "“{name}”是空文件（0 字节）：请重新导出或重新下载。",
    Problem.FILE_TOO_LARGE: "“{name}”太大（超过 {limit} MB）：请按年份或部门拆成几个文件。",
    Problem.FOLDER_LACKS: "文件夹“{name}”里没有 {missing}：请把企业实践台账存为 {missing} 放进去。",
    Problem.FOLDER_TWICE: "文件夹“{name}”里 {file} 有两份（只差大小写）：请只留一份。",
    Problem.NOT_A_WORKBOOK: "“{name}”不是工作簿，看起来是{kind}：请用 Excel 或 WPS 另存为 .xlsx 后再试。",
    Problem.WEB_PAGE: "“{name}”其实是网页（HTML），不是工作簿：请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
    Problem.OLD_XML: "“{name}”是 XML 文件，不是工作簿：请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
    Problem.ZIP_WITHOUT_WORKBOOK: "“{name}”是压缩包，里面没有工作簿：请先解压，再选其中的 .xlsx 文件。",
    Problem.DAMAGED: "“{name}”已损坏或不完整：请重新下载，或用 Excel/WPS 打开后另存为 .xlsx。",
    Problem.SHEET_DAMAGED: "“{name}”的工作表“{sheet}”已损坏，读不出来：请用 Excel 或 WPS 打开后另存为 .xlsx。",
    Problem.ENCRYPTED: "“{name}”设有打开密码：请在 Excel 或 WPS 里取消密码，另存后再试。",
    Problem.UNPACKS_TOO_LARGE: "“{name}”解压后太大（超过 {limit} MB）：请删去多余内容，或拆成几个文件。",
    Problem.TOO_MANY_PARTS: "“{name}”的内部文件太多（超过 {limit} 个）：请只把需要的工作表另存为新的 .xlsx。",
    Problem.TOO_MANY_SHEETS: "“{name}”的工作表太多（超过 {limit} 张）：请拆成几个文件。",
    Problem.NO_SHEETS: "“{name}”里没有可读的工作表：请检查是否选错了文件。",
    Problem.SAME_NAME: "“{name}”里有两张同名的工作表“{sheet}”：请改名后再试。",
    Problem.TOO_WIDE: "“{name}”的工作表“{sheet}”太大，一直到单元格 {cell}：请删去远处多余的内容，或拆成几个文件。",
    Problem.TOO_MUCH_TEXT: "“{name}”里的文字太多（超过 {limit} MB）：请删去过长的文字，或拆成几个文件。",
    Problem.ENTITIES: "“{name}”里有工作簿不该有的 XML 实体定义，已拒绝读取：请用 Excel 或 WPS 重新另存为 .xlsx。",
    Problem.NOT_TEXT: "“{name}”既不是工作簿，也不是文本（CSV）文件：请检查是否选错了文件，或重新导出。",
    Problem.UNKNOWN_BYTES: "“{name}”第 {line} 行的文字编码认不出来：请另存为“CSV UTF-8”后再试。",
    Problem.OPEN_QUOTE: "“{name}”从第 {line} 行起的引号没有配对：请改正该行的双引号后再试。",
    Problem.TOO_MANY_LINES: "“{name}”的行数或单元格太多（超过 {limit}）：请按年份或部门拆成几个文件。",
}
_EN = {
    Problem.MISSING: "“{name}” was not found: check the path and the name.",
    Problem.NOT_A_FILE: "“{name}” is not a file: give a workbook, a CSV file or a folder of CSV files.",
    Problem.FORBIDDEN: "No permission to read “{name}”: close programs that use it, or copy it to your own folder.",
    Problem.DISK: "“{name}” could not be read ({reason}): check the disk or network drive and try again.",
    Problem.EMPTY: "“{name}” is an empty file (0 bytes): export or download it again.",
    Problem.FILE_TOO_LARGE: "“{name}” is too large (over {limit} MB): split it by year or department.",
    Problem.FOLDER_LACKS: "The folder “{name}” has no {missing}: save the placements ledger in it as {missing}.",
    Problem.FOLDER_TWICE: "The folder “{name}” has {file} twice (only upper and lower case differ): keep one.",
    Problem.NOT_A_WORKBOOK: "“{name}” is not a workbook, it looks like {kind}: save it as .xlsx and try again.",
    Problem.WEB_PAGE: "“{name}” is a web page (HTML), not a workbook: open it in Excel or WPS, save it as .xlsx.",
    Problem.OLD_XML: "“{name}” is an XML file, not a workbook: open it in Excel or WPS and save it as .xlsx.",
    Problem.ZIP_WITHOUT_WORKBOOK: "“{name}” is a zip archive without a workbook: unpack it, then choose the .xlsx.",
    Problem.DAMAGED: "“{name}” is damaged or incomplete: download it again, or open it and save it as .xlsx.",
    Problem.SHEET_DAMAGED: "The sheet “{sheet}” of “{name}” is damaged: open it in Excel or WPS, save it as .xlsx.",
    Problem.ENCRYPTED: "“{name}” is protected by a password: remove the password, save it and try again.",
    Problem.UNPACKS_TOO_LARGE: "“{name}” unpacks to over {limit} MB: remove what is not needed or split it.",
    Problem.TOO_MANY_PARTS: "“{name}” has too many inner files (over {limit}): save what is needed as a new .xlsx.",
    Problem.TOO_MANY_SHEETS: "“{name}” has too many sheets (over {limit}): split it into several files.",
    Problem.NO_SHEETS: "“{name}” has no sheet that can be read: check that it is the right file.",
    Problem.SAME_NAME: "“{name}” has two sheets named “{sheet}”: rename one and try again.",
    Problem.TOO_WIDE: "The sheet “{sheet}” of “{name}” is too large, it reaches cell {cell}: "
    "remove what lies far off, or split the file.",
    Problem.TOO_MUCH_TEXT: "“{name}” has too much text (over {limit} MB): shorten it or split the file.",
    Problem.ENTITIES: "“{name}” defines XML entities, which no workbook needs: save it again as .xlsx.",
    Problem.NOT_TEXT: "“{name}” is neither a workbook nor a text (CSV) file: check the choice, or export it again.",
    Problem.UNKNOWN_BYTES: "The encoding of line {line} of “{name}” is not known: save it as “CSV UTF-8”.",
    Problem.OPEN_QUOTE: "A quotation mark opened on line {line} of “{name}” is never closed: correct it.",
    Problem.TOO_MANY_LINES: "“{name}” has too many lines or cells (over {limit}): split it by year or department.",
}
_WORDS = {Language.ZH: _ZH, Language.EN: _EN}
