"""Chinese punctuation as it is set on paper. Pages and logs write it half as wide; a document does not."""

WIDE_FROM = "\u2e80"
"""Characters from here on are Chinese or as wide."""
FULL = {",": "，", ":": "：", ";": "；", "?": "？"}
OPEN, CLOSED, FULL_OPEN, FULL_CLOSED = "(", ")", "（", "）"


def full_width(words: str) -> str:
    """The words with the marks of Chinese sentences full-width; marks among Latin letters and figures stay."""
    result: list[str] = []
    is_wide: list[bool] = []
    for place, mark in enumerate(words):
        if mark == OPEN:
            is_wide.append(_holds_chinese(words, place))
            result.append(FULL_OPEN if is_wide[-1] else mark)
        elif mark == CLOSED:
            result.append(FULL_CLOSED if is_wide and is_wide.pop() else mark)
        elif mark in FULL and _is_among_chinese(result, words[place + 1 :]):
            result.append(FULL[mark])
        else:
            result.append(mark)
    return "".join(result)


def _holds_chinese(words: str, place: int) -> bool:
    """Whether what stands in brackets, or right before them, is Chinese."""
    end = words.find(CLOSED, place)
    inside = words[place : end if end >= 0 else len(words)]
    return any(each >= WIDE_FROM for each in (*words[max(place - 1, 0) : place], *inside))


def _is_among_chinese(before: list[str], after: str) -> bool:
    return bool(before and before[-1] >= WIDE_FROM) or bool(after and after[0] >= WIDE_FROM)
