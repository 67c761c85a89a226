"""Files that a page hands out to be kept, under a name in any script."""

from urllib.parse import quote

from litestar import Response

OK = 200
"""Also where a form asked for it: nothing was made."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_download(content: bytes, name: str) -> Response[bytes]:
    """A workbook under this name, its ending included."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, status_code=OK, media_type=WORKBOOK, headers=headers)
