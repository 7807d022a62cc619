"""What differs between two knowledges, files changed at two places, and the knowledge's own questions."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot import app
from bot.errors import KnowledgeError
from bot.knowledge import library, source
from bot.knowledge.difference import Difference, difference, successors
from bot.knowledge.library import SHIPPED, Library
from bot.knowledge.merge import merge
from bot.matching.answering import Answerer
from bot.matching.examples import Probe, Shown, ask, holds, nearest, probes, same

RIVER = """\
id: river
title: The river
date: 2022-03-04
organizers: [The harbour]
panelists:
  - name: Ada Berg
    role: Pilot
    topic: Boats
    points:
      - text: Lighthouses guide the boats by night.
        examples: [Who guides the boats?]
      - Ropes should be dry before the winter comes.
  - name: Bo Lind
    role: Fisher
    topic: Fish
    points:
      - Nets with wide meshes let the young fish go.
takeaway: Rivers need care.
"""
HARBOUR = """\
id: harbour
title: The harbour
date: 2023-05-06
organizers: [The town]
panelists:
  - name: Cem Aydin
    role: Harbour master
    topic: Berths
    points: [Berths are too short for the new ferries.]
takeaway: Build longer berths.
"""


def known(*texts: str) -> Library:
    return library.build({f"{n}.yaml": text for n, text in enumerate(texts)})


def changed(before: str, after: str, text: str = RIVER) -> Difference:
    """The difference that one replacement makes."""
    assert before in text
    return difference(known(text), known(text.replace(before, after)))


def test_the_same_files_differ_in_nothing() -> None:
    """Also with other comments, quotes and order of keys."""
    assert not difference(known(RIVER), known(RIVER))
    again = "# mine\n" + RIVER.replace("title: The river", 'title: "The river"  # so')
    assert not difference(known(RIVER), known(again))


def test_a_point_that_is_new_or_gone() -> None:
    """Points are named with their speaker and text."""
    more = "Nets with wide meshes let the young fish go.\n      - Eels climb the weir in May."
    made = changed("Nets with wide meshes let the young fish go.", more)
    [added] = made.added
    assert (added.name, added.point.text) == ("Bo Lind", "Eels climb the weir in May.")
    assert made == Difference(added=made.added)
    back = difference(known(RIVER.replace("Nets with wide meshes let the young fish go.", more)), known(RIVER))
    assert back == Difference(removed=made.added)


def test_a_text_that_was_changed_is_one_point_not_two() -> None:
    """With an id by the id, without one by likeness; what is quite another text is another point."""
    made = changed("by night.", "in the dark.")
    [change] = made.changed
    assert change.before.point.text == "Lighthouses guide the boats by night."
    assert change.after.point.text == "Lighthouses guide the boats in the dark."
    assert not made.added
    assert not made.removed
    other = changed("Ropes should be dry before the winter comes.", "Who sails has to learn to swim first.")
    assert len(other.added) == len(other.removed) == 1
    named = RIVER.replace("- text: Light", "- id: light\n        text: Light")
    turned = changed("Lighthouses guide the boats by night.", "Who sails has to learn to swim first.", named)
    assert [c.after.point.key for c in turned.changed] == ["light"]


def test_an_id_that_comes_to_a_text_changes_nothing_but_the_key() -> None:
    """The text is the same, so the point goes on under another key."""
    named = RIVER.replace("- text: Light", "- id: light\n        text: Light")
    assert not difference(known(RIVER), known(named))
    old = known(RIVER).reports[0].panelists[0].points[0].key
    assert successors(known(RIVER), known(named))["river", old] == ("river", "light")


def test_a_point_that_moves_to_somebody_else_has_changed() -> None:
    """What was said is shown under a name, so another speaker is a change."""
    moved = RIVER.replace("      - Ropes should be dry before the winter comes.\n", "").replace(
        "    points:\n      - Nets", "    points:\n      - Ropes should be dry before the winter comes.\n      - Nets"
    )
    [change] = difference(known(RIVER), known(moved)).changed
    assert (change.before.name, change.after.name) == ("Ada Berg", "Bo Lind")


def test_people_and_facts() -> None:
    """A name that was corrected is one change, not all points of the person; each fact with before and after."""
    named = changed("Ada Berg", "Ada Bergh")
    assert [(p.whose, p.what, p.before, p.after) for p in named.particulars] == [
        ("Ada Bergh", "name", "Ada Berg", "Ada Bergh")
    ]
    assert named == Difference(particulars=named.particulars)
    [fact] = changed("2022-03-04", "2022-03-05").particulars
    assert (fact.what, fact.before, fact.after) == ("date", "2022-03-04", "2022-03-05")
    assert [p.what for p in changed("Fisher", "Fisherman").particulars] == ["role"]
    assert [p.what for p in changed("Rivers need care.", "Care!").particulars] == ["takeaway"]
    gone = changed(RIVER[RIVER.index("  - name: Bo") : RIVER.index("takeaway")], "")
    assert gone.panelists_removed == (("river", "Bo Lind"),)
    assert [s.name for s in gone.removed] == ["Bo Lind"]


def test_a_report_that_is_new_or_gone() -> None:
    """With its points; its panelists go without saying."""
    made = difference(known(RIVER), known(RIVER, HARBOUR))
    assert [r.id for r in made.reports_added] == ["harbour"]
    assert [s.name for s in made.added] == ["Cem Aydin"]
    assert not made.panelists_added
    assert [r.id for r in difference(known(RIVER, HARBOUR), known(RIVER)).reports_removed] == ["harbour"]


def test_what_helps_to_find_things() -> None:
    """Example questions one by one, also at a text that changed; other help by its kind."""
    made = changed("[Who guides the boats?]", "[Who guides the ships?]")
    assert [(h.question, h.leads_to) for h in made.examples_added] == [
        ("Who guides the ships?", "Lighthouses guide the boats by night.")
    ]
    assert [h.question for h in made.examples_removed] == ["Who guides the boats?"]
    assert not changed("by night.", "in the dark.").examples_added
    assert changed("examples: [", "keywords: [lamp]\n        examples: [").others == ("keywords",)
    assert changed("role: Pilot", "role: Pilot\n    aliases: [A. Berg]").others == ("aliases",)
    swapped = RIVER.replace("      - Ropes should be dry before the winter comes.\n", "").replace(
        "      - text: Light", "      - Ropes should be dry before the winter comes.\n      - text: Light"
    )
    assert difference(known(RIVER), known(swapped)) == Difference(others=("order",))


def test_a_large_knowledge_is_compared_too() -> None:
    """Ten thousand other points: neither memory nor time grows with their square."""
    head, tail = RIVER[: RIVER.index("  - name: Bo")], RIVER[RIVER.index("  - name: Bo") :]
    texts = [head + "".join(f"      - {word} {n} is said.\n" for n in range(10_000)) + tail for word in ("Old", "New")]
    made = difference(known(texts[0]), known(texts[1]))
    assert len(made.added) == len(made.removed) == 10_000


def taught(text: str, question: str) -> str:
    return text.replace("[Who guides", f"[{question}, Who guides")


def test_a_file_that_one_side_changed_is_taken_from_that_side() -> None:
    """On disk, in the chat, new or gone there: no case needs a word."""
    base = {"a": RIVER, "b": HARBOUR}
    chat = {"a": taught(RIVER, "Who warns us?"), "b": HARBOUR, "c": RIVER.replace("id: river", "id: brook")}
    disk = {"a": RIVER, "b": HARBOUR.replace("longer", "long"), "d": "new"}
    made = merge(base, chat, disk)
    assert made.files == {"a": chat["a"], "b": disk["b"], "c": chat["c"], "d": "new"}
    assert not made.carried
    assert not made.dropped
    assert merge(base, base, {"a": RIVER}).files == {"a": RIVER}


def test_examples_from_the_chat_are_carried_into_a_file_that_changed_on_disk() -> None:
    """Where both sides changed a file, the disk's text counts, with what was taught, also under a changed text."""
    disk = RIVER.replace("by night.", "in the dark.").replace("title: The river", "title: The long river")
    made = merge({"a": RIVER}, {"a": taught(RIVER, "Who warns us?")}, {"a": disk})
    assert [h.question for h in made.carried] == ["Who warns us?"]
    assert not made.dropped
    [report] = known(made.files["a"]).reports
    assert report.title == "The long river"
    assert set(report.panelists[0].points[0].examples) == {"Who warns us?", "Who guides the boats?"}


def test_what_the_disk_has_already_is_not_carried_twice() -> None:
    """The admin's example was exported and put on disk."""
    disk = taught(RIVER, "Who WARNS us").replace("title: The river", "title: The long river")
    made = merge({"a": RIVER}, {"a": taught(RIVER, "Who warns us?")}, {"a": disk})
    assert made.files["a"] == disk
    assert not made.dropped


@pytest.mark.parametrize(
    ("chat", "disk"),
    [
        (RIVER.replace("Rivers need care.", "Care."), RIVER.replace("The river", "A river")),
        (taught(RIVER, "Who warns us?"), RIVER.replace("Lighthouses guide the boats by night.", "Swim.")),
        (taught(RIVER, "Who warns us?"), None),
        (taught(RIVER, "Who warns us?"), "broken: ["),
    ],
)
def test_what_cannot_be_carried_over_is_named(chat: str, disk: str | None) -> None:
    """A text sent from the chat, a point that is gone, a file that is gone or broken: the file is named."""
    made = merge({"a": RIVER}, {"a": chat}, {} if disk is None else {"a": disk})
    assert made.files == ({} if disk is None else {"a": disk})
    assert made.dropped == ("a",)


def test_the_library_remembers_its_files_as_they_are() -> None:
    """Built from texts or read from disk it is the same; the shipped lexicon does not count as the knowledge's own."""
    read = library.load([SHIPPED])
    assert read.files == {p.name: p.read_bytes().decode() for p in SHIPPED.glob("*.yaml")}
    built = library.build(read.files)
    assert (built.reports, built.lexicon, built.revision) == (read.reports, read.lexicon, read.revision)
    assert built.homes == {"countering-extremism-2021": "countering-extremism-2021.yaml"}
    alone = known("\ufeff" + RIVER.replace("\n", "\r\n"))
    assert list(alone.files) == ["0.yaml"]
    assert alone.files["0.yaml"].startswith("\ufeff")
    assert "\r\n" in alone.files["0.yaml"]
    assert alone.lexicon


def test_texts_are_validated_as_files_are() -> None:
    """Problems name the file, also two with one id."""
    with pytest.raises(KnowledgeError) as refused:
        library.build({"a.yaml": RIVER, "b.yaml": RIVER.replace("date: ", "day: ")})
    assert {p.file for p in refused.value.problems} == {"b.yaml"}
    with pytest.raises(KnowledgeError, match=r"b\.yaml.*is the id of a\.yaml too"):
        library.build({"a.yaml": RIVER, "b.yaml": RIVER})
    with pytest.raises(KnowledgeError, match="no report"):
        library.build({})


def test_reading_ends_when_the_time_is_up() -> None:
    """A file that takes too long is refused where the reader has come to."""
    found = source.read(b"- a\n" * 5_000, "long.yaml", seconds=-time.monotonic())
    assert [p.what for p in found.problems] == ["takes too long to read; split the file or leave something out"]
    assert found.problems[0].line > 100
    assert not source.read(b"- a\n" * 5_000, "long.yaml").problems


def test_a_thing_with_thousands_of_keys_is_refused_where_they_get_too_many() -> None:
    """To validate each of them would hold up everybody for seconds."""
    found = source.read(b"".join(b"k%d: v\n" % n for n in range(150_000)), "keys.yaml")
    assert [(p.line, p.what) for p in found.problems] == [(1001, "more than 1000 keys in one place")]


@pytest.fixture(scope="module")
def river() -> Answerer:
    return app.answerer(replace(known(RIVER, HARBOUR), lexicon=()), app.OFF)


def test_probes_are_all_examples_and_all_that_must_not_match() -> None:
    """Of points, persons, the takeaway and the report."""
    text = (
        RIVER.replace("role: Fisher", "role: Fisher\n    examples: [Who fishes?]\n    negative_examples: [Who swims?]")
        + "takeaway_examples: [In short?]\nnegative_examples: [How deep is it?]\n"
    )
    key = known(text).reports[0].panelists[0].points[0].key
    assert set(probes(known(text).reports)) == {
        Probe("Who guides the boats?", ("river", key), True),
        Probe("Who fishes?", ("river", "Bo Lind"), True),
        Probe("Who swims?", ("river", "Bo Lind"), False),
        Probe("In short?", ("river", "takeaway"), True),
        Probe("How deep is it?", ("river", ""), False),
    }


def test_a_probe_holds_by_what_a_person_sees(river: Answerer) -> None:
    """A wanted place may be the answer or a choice; an unwanted one may be a choice, not the answer."""
    lights, ropes = (("river", p.key) for p in river.reports[0].panelists[0].points)
    seen = ask(river, "Who guides the boats?")
    assert seen == Shown("answer", seen.places)
    assert seen.told == lights
    offered = Shown("suggest", (ropes, lights))
    assert holds(Probe("q", lights, True), seen)
    assert holds(Probe("q", lights, True), offered)
    assert not holds(Probe("q", ("river", "x"), True), seen)
    assert not holds(Probe("q", lights, False), seen)
    assert holds(Probe("q", lights, False), offered)
    assert not holds(Probe("q", ("river", ""), False), seen)
    assert holds(Probe("q", ("harbour", ""), False), seen)
    assert not holds(Probe("q", lights, True), Shown("none", ()))


def test_an_answer_is_the_same_under_another_key() -> None:
    """A text that was changed is still the same answer; another one, or none, is not."""
    first, second = Shown("answer", (("r", "a"),)), Shown("answer", (("r", "b"),))
    assert same(first, first, {})
    assert not same(first, second, {})
    assert same(first, second, {("r", "a"): ("r", "b")})
    assert not same(first, Shown("suggest", (("r", "a"),)), {})


def test_the_nearest_points_are_points_and_the_right_one_is_first(river: Answerer) -> None:
    """Best first, at most as many as are wanted, also for words that fit nothing."""
    assert nearest(river, "do lighthouses guide boats")[0] == ("river", river.reports[0].panelists[0].points[0].key)
    assert len(nearest(river, "xyzzy", 3)) == 3
    assert len(nearest(river, "", 9)) == 4
