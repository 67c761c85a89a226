"""First passwords on paper: shown once, straight after they were made, and kept nowhere."""

from collections.abc import Sequence
from typing import Any

from litestar import Response

from registry.audit.process import Reading
from registry.identity.model.accounts import Slip
from registry.platform.web.pages import Visitor, full_url, page


def slips_page(
    request: Visitor, reading: Reading, slips: Sequence[Slip], place_name: str, **more: Any
) -> Response[str]:
    """The slips to cut out. `account_id` among the rest leads on to one account."""
    return page(
        request,
        "home/accounts/slips.html",
        slips=slips,
        place_name=place_name,
        address=full_url(request, "sign_in"),
        made_on=reading.today,
        account_id=more.get("account_id"),
    )
