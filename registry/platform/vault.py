"""Values of persons: encrypted for keeping, hashed with a key for finding. The root key never enters the database."""

import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.kernel.errors import BadInput

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"
"""The first byte of everything sealed, so that a later way of sealing can be told apart."""
SECRET_FILE = "secret.key"
PROBE = "teacher-registry"
"""A fixed word: its keyed hash tells one key from another."""


class Vault:
    """Seals and opens values under two keys that are derived from one root key."""

    def __init__(self, root_key: bytes) -> None:
        if len(root_key) != KEY_BYTES:
            raise BadInput(f"密钥文件应为 {KEY_BYTES} 字节 (the secret file must hold {KEY_BYTES} bytes)")
        self._cipher = AESGCM(_derived(root_key, b"encryption"))
        self._index_key = _derived(root_key, b"index")

    def seal(self, value: str, place: str) -> bytes:
        """Encrypt a value for one place (table, column and row): moved elsewhere it cannot be opened."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, value.encode("utf-8"), place.encode("utf-8"))

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt a value. Raises BadInput when key or place are not those it was sealed with."""
        nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, content, place.encode("utf-8")).decode("utf-8")
        except InvalidTag as fault:
            raise BadInput(f"无法解密 {place}:密钥不符或数据被移动 (cannot decrypt)") from fault

    def check_value(self) -> bytes:
        """What tells this key from another one, and nothing else about it."""
        return self.index(PROBE)

    def index(self, value: str) -> bytes:
        """The same bytes for the same value, so that a person can be found by it without storing it."""
        return hmac.digest(self._index_key, value.encode("utf-8"), "sha256")


def key_place(secret_file: Path | None, data_folder: Path) -> Path:
    """Where an installation's key is, or would be."""
    return secret_file or data_folder / SECRET_FILE


def require_key(file: Path) -> None:
    """Raise BadInput where the key of an installation in use is missing: a new one would open nothing of it."""
    if not file.is_file():
        raise BadInput(
            f"没有找到密钥文件 {file};数据库已用原来的密钥写入,不会另建密钥:请把原来的密钥文件放回此处,"
            "或用 REGISTRY_SECRET_FILE 指明 (the key file is missing)"
        )


def vault_from(secret_file: Path | None, data_folder: Path) -> Vault:
    """The installation's vault; its key is made on first use, readable by its owner alone."""
    file = key_place(secret_file, data_folder)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _create(file)
    return Vault(file.read_bytes())


def _create(file: Path) -> None:
    """Write the key whole before it gets its name, so that no crash leaves half a key."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(os.urandom(KEY_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(unfinished, file)  # fails where another process was first, whose key then holds
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def _derived(root_key: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"teacher-registry " + purpose).derive(root_key)
