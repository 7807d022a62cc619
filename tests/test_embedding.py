"""The models behind the protocol, and the vectors of the knowledge kept on disk."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot import app
from bot.embedding import shipped
from bot.embedding.cache import CachedEmbedder
from bot.errors import ModelError, SettingsError
from bot.matching.vectors import Vectors


class Hashing:
    """A small deterministic model: a text's vector comes from its hash. Counts the texts it was given."""

    name = "hashing"
    multilingual = True
    width = 8
    digest = "1"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text."""
        self.embedded += texts
        rows = [np.frombuffer(hashlib.sha256(t.encode()).digest()[:8], np.uint8).astype(np.float32) + 1 for t in texts]
        return np.array([r / np.linalg.norm(r) for r in rows], dtype=np.float32).reshape(len(texts), 8)


def test_what_was_embedded_once_is_found_again(tmp_path: Path) -> None:
    """The next start embeds only what is new, and gets the same vectors."""
    first, second = Hashing(), Hashing()
    vectors = CachedEmbedder(first, tmp_path).embed(["a", "b"])
    again = CachedEmbedder(second, tmp_path).embed(["b", "c", "a"])
    assert second.embedded == ["c"]
    assert np.array_equal(again[[2, 0]], vectors)


def test_questions_are_never_kept(tmp_path: Path) -> None:
    """Only the knowledge's own texts go to disk."""
    cached = CachedEmbedder(Hashing(), tmp_path)
    cached.embed(["what was asked"], query=True)
    assert list(tmp_path.iterdir()) == []


def test_other_weights_are_another_model(tmp_path: Path) -> None:
    """Vectors of a model whose weights changed are not taken for the new ones."""
    CachedEmbedder(Hashing(), tmp_path).embed(["a"])
    other = Hashing()
    other.digest = "2"
    CachedEmbedder(other, tmp_path).embed(["a"])
    assert other.embedded == ["a"]


@pytest.mark.parametrize("damage", [b"", b"junk", b"PK\x03\x04 and no more"])
def test_a_damaged_cache_costs_time_and_nothing_else(tmp_path: Path, damage: bytes) -> None:
    """What cannot be read is made again, and the file is whole afterwards."""
    vectors = CachedEmbedder(Hashing(), tmp_path).embed(["a"])
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert np.array_equal(CachedEmbedder(Hashing(), tmp_path).embed(["a"]), vectors)
    last = Hashing()
    CachedEmbedder(last, tmp_path).embed(["a"])
    assert last.embedded == []


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Where nothing can be kept, vectors are made each time."""
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert len(CachedEmbedder(Hashing(), blocked / "vectors").embed(["a", "b"])) == 2


def test_the_cache_is_bounded(tmp_path: Path) -> None:
    """What was asked for the longest ago goes first."""
    cached = CachedEmbedder(Hashing(), tmp_path, max_bytes=2 * 4 * Hashing.width)
    cached.embed(["a", "b"])
    cached.embed(["c"])
    left = Hashing()
    CachedEmbedder(left, tmp_path).embed(["b", "c"])
    assert left.embedded == []
    CachedEmbedder(left, tmp_path).embed(["a"])
    assert left.embedded == ["a"]


def test_the_shipped_model_tells_sentences_apart() -> None:
    """Vectors have length 1, and like sentences are nearer than unlike ones, whatever batch they come in."""
    model = shipped.load()
    a, b, c = model.embed(["Police officers need training.", "Train the police.", "A recipe for rice."])
    assert np.allclose(np.linalg.norm([a, b, c], axis=1), 1, atol=1e-5)
    assert a @ b > 0.5 > 0.3 > a @ c
    assert np.allclose(model.embed(["Train the police."])[0], b, atol=0.02)


def test_a_folder_with_a_model_works(tmp_path: Path) -> None:
    """The shipped model's two files in a folder of their own are a model of that folder."""
    (tmp_path / "onnx").mkdir()
    sources = [shipped.checked(*file) for file in (shipped.MODEL, shipped.TOKENIZER)]
    os.symlink(sources[0], tmp_path / "onnx" / "model.onnx")
    os.symlink(sources[1], tmp_path / "tokenizer.json")
    model = app.embedder(str(tmp_path))
    assert model is not None
    a, b = model.embed(["Police officers need training.", "Train the police."])
    assert a @ b > 0.4


def test_what_is_no_model_is_said_in_one_line(tmp_path: Path) -> None:
    """A wrong file, an empty folder, an unknown name: one line that says what to do."""
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{}")
    for name in (str(tmp_path), str(tmp_path.parent), "gigantic", "nobody/nothing"):
        with pytest.raises((ModelError, SettingsError)) as caught:
            app.embedder(name)
        assert "\n" not in str(caught.value)
        assert "BOT_MODEL" in str(caught.value)


def test_a_file_that_was_changed_is_refused() -> None:
    """The shipped weights are checked by hash."""
    package, file, _ = shipped.MODEL
    with pytest.raises(ModelError, match="sha256"):
        shipped.checked(package, file, "0" * 64)


def test_without_a_model_none_is_imported() -> None:
    """BOT_MODEL=off loads neither onnxruntime nor tokenizers."""
    import subprocess

    code = (
        "import sys; from bot.__main__ import main; main(['ask', 'Tariq Khosa']); "
        "assert not {'onnxruntime', 'tokenizers'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "BOT_MODEL": "off"}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
