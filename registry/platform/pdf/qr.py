"""QR codes as PDF paths. Equal words give an equal picture."""

import re

from registry.platform.pdf.qr_symbol import symbol

QUIET_ZONE = 4
"""Empty modules on each side, as ISO/IEC 18004 asks."""
DARK = re.compile(rb"\x01+")


def dark_modules(words: str) -> tuple[int, str]:
    """Modules on an edge, quiet zone included, and the path of the dark ones as PDF writes it, one unit each.

    The origin is the upper left corner, y grows downwards. Raises BadInput: more than 2331 bytes in UTF-8.
    """
    edge, modules = symbol(words.encode())
    path = [
        f"{run.start() + QUIET_ZONE} {row + QUIET_ZONE} {run.end() - run.start()} 1 re"
        for row in range(edge)
        for run in DARK.finditer(modules[row * edge : (row + 1) * edge])
    ]
    return edge + 2 * QUIET_ZONE, " ".join((*path, "f"))
