"""An installation is opened with the key its database was written with, or not at all."""

import pytest

from registry.kernel.errors import BadInput
from registry.platform.installation import _require_same_key
from registry.platform.vault import KEY_BYTES, Vault

OWN, OTHER = Vault(bytes(KEY_BYTES)), Vault(b"\x01" * KEY_BYTES)


async def test_the_first_key_is_remembered_and_fits_again(database):
    await _require_same_key(OWN)

    await _require_same_key(OWN)


async def test_another_key_is_refused_in_words(database):
    await _require_same_key(OWN)

    with pytest.raises(BadInput, match="密钥与数据库不符"):
        await _require_same_key(OTHER)
