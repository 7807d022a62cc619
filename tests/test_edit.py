"""Example questions put into files and taken out again: the editor's own text stays as the editor wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import EditError
from bot.knowledge import parse, source
from bot.knowledge.edit import add_example, remove_example
from bot.knowledge.library import SHIPPED
from bot.knowledge.model import Point, Report

HEAD = """\
# The river, by its pilots.   Keep this line.
id: river
title: "The river"   # in quotes
date: 2022-03-04
organizers: [The harbour,   "The town"]
panelists:
  - name: Ada Berg
    role: Pilot
    topic: Boats
    points:
"""
TAIL = """\
  # The last word
takeaway: >-
  Rivers need
  care.
"""
ASKED = "Who warns the boats?"


def report(text: str) -> Report:
    found = source.read(text.encode(), "river.yaml")
    made = parse.report(found)
    assert made is not None, found.problems
    return made


def points(text: str) -> list[Point]:
    return [p for x in report(text).panelists for p in x.points]


def inserted(before: str, after: str) -> str:
    """What was put in; fails if anything else has changed."""
    head = 0
    while head < len(before) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < len(before) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    assert head + tail == len(before), f"not only put in:\n{after}"
    return after[head : len(after) - tail]


LAYOUTS = {
    "a list": """\
      - text: Lanterns warn.
        examples:            # asked at the harbour
          - Is there light?  # often
          # more of them
        keywords: [lamp]
""",
    "a list at the end": "      - text: Lanterns warn.\n        examples:\n          - Is there light?\n",
    "a list that is not indented": "      - text: Lanterns warn.\n        examples:\n        - Is there light?\n",
    "quoted items": "      - text: Lanterns warn.\n        examples:\n          - 'Who''s there?'\n",
    "an item over several lines": """\
      - text: Lanterns warn.
        examples:
          - "Is there
             light?"
          - Is it
            dark?   # yes
        id: lanterns
""",
    "folded and literal items": """\
      - text: Lanterns warn.
        examples:
          - |
            Is there light?


          # not now
          - >-
            Is it
            dark?

        id: lanterns
""",
    "a literal item that keeps its end": """\
      - text: Lanterns warn.
        examples:
          - |+
            Is there light?


      - Rocks are hard.
""",
    "a flow": "      - text: Lanterns warn.\n        examples: [Is there light?, 'Is it dark?', ]  # two\n",
    "an empty flow": "      - text: Lanterns warn.\n        examples: [ ]\n",
    "a flow over lines": """\
      - text: Lanterns warn.
        examples:
          ["Is there light?",   # one
           Is it dark?,
          ]
""",
    "no examples": "      - text: Lanterns warn.   # they do\n        keywords: [lamp]\n",
    "no examples, text last": "      - id: lanterns\n        text: >\n          Lanterns\n          warn.\n\n\n",
    "no examples, a mapping last": "      - text: Lanterns warn.\n        translations:\n          ur: چراغ خبردار\n",
    "all in a flow": "      - {text: Lanterns warn., keywords: [lamp]}\n",
    "all in a flow with examples": "      - {text: Lanterns warn., examples: [Is there light?]}\n",
    "text alone": "      - Lanterns warn.   # they do\n      - Rocks are hard.\n",
    "text alone over lines": "      - Lanterns\n        warn.\n      - Rocks are hard.\n",
    "quoted text alone": "      - 'Lanterns\n\n        warn.'\n",
    "folded text alone": "      - >-\n        Lanterns\n        warn.\n\n      - Rocks are hard.\n",
    "folded text with an indent of its own": "      - >1-\n       Lanterns\n        warn.\n",
    "a wide dash": "      -   Lanterns\n          warn.\n",
    "Urdu and other planes": "      - text: چراغ 😀 خبردار\n        examples: ['روشنی 😀 ہے؟']\n",
    "tabs behind": "      - text: Lanterns warn.\t# they do\n        examples:\t\n          - Is there light?\t\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_more_example_in_any_layout(layout: str, end: str) -> None:
    """The question is the point's last or first example, and every byte that the editor wrote is still there."""
    before = (HEAD + LAYOUTS[layout] + TAIL).replace("\n", end)
    key = points(before)[0].key
    after = add_example(before, key, ASKED)
    assert sorted(points(after)[0].examples) == sorted((*points(before)[0].examples, ASKED))
    assert points(after)[1:] == points(before)[1:]
    # A text alone becomes keys with values, and its further lines move to the right.
    assert report(after).takeaway == report(before).takeaway
    if "alone" not in layout and "of its own" not in layout and "wide" not in layout:
        new = inserted(before, after)
        assert ASKED in new
        assert len(new) < len(ASKED) + 40
        assert remove_example(after, key, ASKED) in (before, before.replace("[ ]", "[  ]"))
    assert end == "\n" or "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize("layout", ["text alone", "text alone over lines", "quoted text alone", "a wide dash"])
def test_a_text_alone_keeps_its_words(layout: str) -> None:
    """Where a point was nothing but its text, the words stay as they were written, but for the indent."""
    before = HEAD + LAYOUTS[layout] + TAIL
    after = add_example(before, points(before)[0].key, ASKED)
    assert [line.strip(" -") for line in before.splitlines()] == [
        line.strip(" -").removeprefix("text: ").strip()
        for line in after.splitlines()
        if line.strip() not in ("examples:", f'- "{ASKED}"')
    ]
    assert points(remove_example(after, points(before)[0].key, ASKED)) == points(before)


def test_it_is_written_as_the_editor_writes() -> None:
    """Bare where the last one is bare, in the quotes of the last one otherwise."""

    def line(example: str) -> str:
        before = f"{HEAD}      - text: Lanterns warn.\n        examples:\n          - {example}\n{TAIL}"
        return inserted(before, add_example(before, points(before)[0].key, ASKED)).strip()

    assert line("Is there light?") == f"- {ASKED}"
    assert line("'Is there light?'") == f"- '{ASKED}'"
    assert line('"Is there light?"') == f'- "{ASKED}"'


@pytest.mark.parametrize("name", ["countering-extremism-2021.yaml"])
def test_every_point_of_the_shipped_report_learns_and_forgets(name: str) -> None:
    """In the file that comes with the bot one line comes in and goes out, at every point."""
    before = (SHIPPED / name).read_bytes().decode()
    for point in points(before):
        after = add_example(before, point.key, ASKED)
        assert inserted(before, after).count("\n") == 1
        assert remove_example(after, point.key, ASKED) == before


def test_a_byte_order_mark_and_a_missing_last_break_stay() -> None:
    """As some Windows programs write."""
    before = "\ufeff" + HEAD.replace("\n", "\r\n") + "      - Lanterns warn."
    before = before.replace("panelists:", "takeaway: Care.\r\npanelists:")
    key = points(before)[0].key
    once = add_example(before, key, ASKED)
    assert once.startswith("\ufeff")
    assert not once.endswith("\n")
    twice = add_example(once, key, "Is there light?")
    assert points(twice)[0].examples == (ASKED, "Is there light?")
    assert remove_example(twice, key, "Is there light?") == once


HARD = [
    'He said: "light" # or not',
    "- what? [a], {b}: c, & *d !e %f @g `h",
    "back\\slash and 'quotes' and \"double\"",
    "کیا چراغ‌ہے؟ 😀",
    "zero\u200bwidth \u202eturned\u202c \u2028 line \x85 end \ufeff mark \x07 bell",
    "yes",
    "null",
    "1e3",
    "two\nlines\n\n  of\ttext",
    "~x",
    "#hash first",
    "<b>&amp;</b>",
]


@pytest.mark.parametrize("layout", ["a list", "a flow", "no examples", "text alone", "all in a flow", "quoted items"])
@pytest.mark.parametrize("question", HARD)
def test_hard_questions_arrive_as_they_are(layout: str, question: str) -> None:
    """Whatever people type is one example, with its white space folded."""
    before = HEAD + LAYOUTS[layout] + TAIL
    key = points(before)[0].key
    after = add_example(before, key, question)
    assert " ".join(question.split()) in points(after)[0].examples


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("?!… 😀", "empty"),
        ("", "empty"),
        ("IS there — LIGHT", "known"),
        ("who is ADA?", "known"),
        ("what is it in short?", "known"),
        ("Is it dark", "known"),
        ("what does a lantern cost", "negative"),
        ("how deep is the river", "negative"),
    ],
)
def test_what_would_make_the_file_wrong_is_refused(question: str, why: str) -> None:
    """What is an example already, of whatever, or listed as not to be matched; spelling and case do not matter."""
    before = (
        HEAD.replace("    role", "    examples: [Who is Ada?]\n    role")
        + "      - text: Lanterns warn.\n        examples: [Is there light?]\n"
        + "        negative_examples: [What does a lantern cost?]\n      - text: Rocks are hard.\n        examples:\n"
        + "          - Is it dark?\n"
        + TAIL
        + "takeaway_examples: ['What is it, in short?']\nnegative_examples: [How deep is the river?]\n"
    )
    with pytest.raises(EditError) as refused:
        add_example(before, points(before)[0].key, question)
    assert refused.value.why == why
    assert len(str(refused.value)) > 20


def test_what_is_not_there_is_refused() -> None:
    """A point that is gone, an example that is gone, a file that is not right any more."""
    before = HEAD + LAYOUTS["a list"] + TAIL
    key = points(before)[0].key
    for text, at, question in ((before, "no-such", "Is there light?"), (before, key, "Is it dark?")):
        with pytest.raises(EditError):
            remove_example(text, at, question)
    with pytest.raises(EditError):
        add_example(before, "no-such", ASKED)
    with pytest.raises(EditError):
        add_example(before + "nonsense: 1\n", key, ASKED)


def rendered(draw: Callable[[st.SearchStrategy[int]], int], count: int) -> str:
    """Points in layouts drawn by chance."""

    def any_of(*options: str) -> str:
        return options[draw(st.integers(0, len(options) - 1))]

    indent = any_of("    ", "      ", "        ")
    out = ""
    for n in range(count):
        text = any_of(
            f"Lamp number {n} burns.",
            f"'Lamp number {n}: burns'",
            f'"Lamp \\"{n}\\" burns"',
            f">-\n{indent}      Lamp number {n}\n{indent}      burns.\n",
            f"|\n{indent}      Lamp {n}\n\n{indent}      burns.\n\n",
        ).rstrip(" ")
        keys = [f"text: {text}"]
        step = any_of("", "  ", "    ")
        items = [
            any_of(f"Is {n} {i} light?", f"'Is {n} {i}, light?'", f'"Is {n} {i} light?"')
            for i in range(draw(st.integers(0, 3)))
        ]
        if items:
            rows = "".join(f"\n{indent}  {step}- {x}{any_of('', '  # so')}" for x in items)
            keys.append(any_of(f"examples: [{', '.join(items)}]", f"examples:{any_of('', ' # asked')}{rows}"))
        keys += [
            any_of("keywords: [lamp]", f"keywords:\n{indent}  - lamp", f"id: lamp-{n}"),
            any_of("negative_examples: []", ""),
        ]
        keys = [k for k in keys if k]
        keys = keys[::-1] if draw(st.integers(0, 1)) else keys
        if len(keys) == 2 and not items and draw(st.integers(0, 1)):
            out += f"{indent}- {text}\n".replace("\n\n\n", "\n\n")
            continue
        body = f"\n{indent}  ".join(k.rstrip("\n") if not k.endswith("\n\n") else k[:-1] for k in keys)
        out += f"{indent}- {body}\n" + any_of("", "\n", f"{indent}# between\n", "# at the edge\n")
    return out


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_layout_learns_and_forgets(data: st.DataObject) -> None:
    """Property: whatever the layout, the point alone has the example more, and without it the values are as before."""
    before = HEAD + rendered(data.draw, data.draw(st.integers(1, 4))) + TAIL
    if data.draw(st.booleans()):
        before = before.replace("\n", "\r\n")
    old = report(before)
    at = data.draw(st.integers(0, len(points(before)) - 1))
    key = points(before)[at].key
    question = data.draw(st.sampled_from([ASKED, *HARD]))
    after = add_example(before, key, question)
    shown = " ".join(question.split())
    for n, (a, b) in enumerate(zip(points(before), points(after), strict=True)):
        assert a.model_copy(update={"examples": ()}) == b.model_copy(update={"examples": ()})
        assert sorted(b.examples) == sorted((*a.examples, shown) if n == at else a.examples)
    back = remove_example(after, key, shown)
    assert report(back) == old
    comments = [line for line in before.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in back.splitlines() if line.lstrip().startswith("#")] == comments
