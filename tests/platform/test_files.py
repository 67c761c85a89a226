"""Files under their own hash: kept once, found by digest only, and any that changed is told."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest

from registry.kernel.errors import NotFound
from registry.platform.files import INCOMING, BrokenFile, FileFault, FileStore, StoredFile

CONTENT = "鉴定表".encode() * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "files")


def test_a_content_is_kept_under_its_hash(store, tmp_path):
    stored = store.keep(CONTENT)

    assert stored == StoredFile(DIGEST, len(CONTENT))
    assert store.path(DIGEST) == tmp_path / "files" / DIGEST[:2] / DIGEST
    with store.open(DIGEST) as stream:
        assert stream.read() == CONTENT


def test_a_stream_is_kept_like_bytes(store):
    assert store.keep(BytesIO(CONTENT)) == store.keep(CONTENT)


def test_the_same_content_is_kept_once_also_at_the_same_time(store):
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(store.keep, [CONTENT] * 40))

    assert found == {StoredFile(DIGEST, len(CONTENT))}
    assert list(store.digests()) == [DIGEST]


def test_nothing_without_a_name_stays_behind(store, tmp_path):
    class Torn(BytesIO):
        def read(self, size=-1):
            raise OSError("connection lost")

    store.keep(CONTENT)
    with pytest.raises(OSError, match="connection lost"):
        store.keep(Torn(CONTENT))

    assert list((tmp_path / "files" / INCOMING).iterdir()) == []
    assert list(store.digests()) == [DIGEST]


def test_only_the_owner_may_read(store):
    store.keep(CONTENT)

    assert store.path(DIGEST).stat().st_mode & 0o077 == 0
    assert store.path(DIGEST).parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("digest", ["", "ab", "../../etc/passwd", DIGEST.upper(), f"{DIGEST}/", "0" * 64])
def test_what_is_no_digest_or_is_not_kept_is_not_found(store, digest):
    store.keep(CONTENT)

    with pytest.raises(NotFound):
        store.open(digest)


def test_what_changed_or_went_missing_is_told(store):
    other, gone = store.keep(b"2"), "0" * 64
    store.keep(CONTENT)
    store.path(DIGEST).write_bytes(CONTENT + b"!")

    assert list(store.verify()) == [BrokenFile(DIGEST, FileFault.CHANGED)]
    assert list(store.verify([other.digest, gone])) == sorted(
        [BrokenFile(DIGEST, FileFault.CHANGED), BrokenFile(gone, FileFault.MISSING)]
    )


def test_keeping_a_content_again_mends_what_changed(store):
    store.keep(CONTENT)
    store.path(DIGEST).write_bytes(b"")

    store.keep(CONTENT)

    assert list(store.verify()) == []


def test_an_empty_store_has_nothing(store):
    assert (list(store.digests()), list(store.verify())) == ([], [])


def test_a_file_that_nothing_names_is_thrown_away(tmp_path):
    store = FileStore(tmp_path)
    kept, other = store.keep(b"one"), store.keep(b"another")

    removed = [store.remove(kept.digest) for _ in range(2)]

    assert removed == [True, False]
    assert list(store.digests()) == [other.digest]
    with pytest.raises(NotFound):
        store.remove("../secret.key")
