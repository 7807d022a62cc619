"""Questions to the shipped report: what people ask, how they write it, and that every answer is a quotation."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import app
from bot.knowledge import library
from bot.knowledge.library import SHIPPED, Library
from bot.matching.answering import Answer, Answered, Answerer, Result, Suggested, Unanswered
from bot.matching.question import Role
from tests.conftest import ROOT

SHIPPED_REPORT = SHIPPED / "countering-extremism-2021.yaml"
MAX_SHOWN = 3


def place(result: Result) -> str:
    """A result as the labels of questions name it: ``3.2``, ``3`` for a person, ``event of 3`` for who that is."""
    if result.kind == "point":
        return f"{result.panelist}.{result.point}"
    if result.kind == "panelist":
        return str(result.panelist)
    return result.kind if result.panelist is None else f"{result.kind} of {result.panelist}"


def offered(answer: Answer) -> list[str]:
    """What a person gets to see first: the answer, or the choices of a question back."""
    shown = answer.results[:MAX_SHOWN] if isinstance(answer, Suggested) else answer.results[:1]
    return [place(r) for r in shown]


def first(answer: Answer) -> str | None:
    """The first result, whether it is sure or not."""
    return place(answer.results[0]) if answer.results else None


# ------------------------------------------------------------------ what was said


@pytest.mark.parametrize(
    ("question", "point"),
    [
        ("Which two kinds of extremism are found in our society?", "1.1"),
        ("Who warned that hybrid wars will manipulate the minds of the public?", "1.2"),
        ("How can psychologists help to keep crime out of a community?", "1.2"),
        ("Is the social contract between state and society weak?", "2.1"),
        ("Should parliament debate the national security policy?", "2.2"),
        ("What about the internal fault lines of the country?", "2.3"),
        ("Is it right to ban social media or filter out content?", "3.1"),
        ("Could a counter-narrative based on proof work against extremists?", "3.2"),
        ("Were military operations such as Zarb-e-Azb worth their cost?", "3.3"),
        ("Why do criminals get out on bail?", "4.1"),
        ("Do police need technical training for social media crimes?", "4.2"),
        ("Why is online extremism called a powerful weapon?", "5.1"),
        ("How should the response to violations of the law be designed?", "5.3"),
        ("Is a hybrid approach needed against social extremism?", "6.1"),
        ("Does WhatsApp share my data with Facebook?", "6.2"),
        ("What was said about data governance and working with companies?", "6.3"),
        ("Why do social media companies refuse to listen to us?", "7.1"),
        ("Should the admin of a Facebook group be accountable for violence in it?", "7.2"),
        ("Who suggested a private group that negotiates with the government behind the curtain?", "7.3"),
    ],
)
def test_questions_in_english_find_the_point(answerer: Answerer, question: str, point: str) -> None:
    """A plain question on each point leads to that point, for sure or as a choice."""
    assert point in offered(answerer.answer(question))


@pytest.mark.parametrize(
    ("question", "point"),
    [
        ("zarb e azb", "3.3"),
        ("whatsapp privacy", "6.2"),
        ("FACEBOOK GROUP ADMINS ACCOUNTABLE???", "7.2"),
        ("parliment debate on natonal security polcy", "2.2"),
        ("psycologists and comunity outreach", "1.2"),
        ("hey bot, sorry to bother you... why do criminals get out on bail? thx 🙏", "4.1"),
    ],
)
def test_careless_typing_finds_the_point(answerer: Answerer, question: str, point: str) -> None:
    """Catchwords, shouting, misspellings and small talk round the question do not hide it."""
    assert point in offered(answerer.answer(question))


@pytest.mark.parametrize(
    ("question", "point"),
    [
        ("siyasi aur mazhabi intehapasandi kya khatra hai", "1.1"),
        ("hybrid jang mein logon ke zehan ke sath kya hoga?", "1.2"),
        ("kya parliament mein qaumi salamti policy par behas honi chahiye?", "2.2"),
        ("kya social media par pabandi lagana theek hai?", "3.1"),
        ("zarb e azb par kitna kharcha hua aur kya faida hua", "3.3"),
        ("mujrim zamanat par kyun choot jate hain?", "4.1"),
        ("police ko technical training kyun chahiye", "4.2"),
        ("online intehapasandi ko hathiyar kyun kaha gaya", "5.1"),
        ("hybrid approach kyun zaroori hai", "6.1"),
        ("kya whatsapp ka data facebook ko jata hai?", "6.2"),
        ("data governance ke baghair kya nahi ho sakta", "6.3"),
        ("social media companies hamari baat kyun nahi sunti?", "7.1"),
        ("kya facebook group ka admin zimmedar hai?", "7.2"),
    ],
)
def test_questions_in_roman_urdu_find_the_point(answerer: Answerer, question: str, point: str) -> None:
    """Urdu in Latin letters, with English words among them, is understood."""
    assert point in offered(answerer.answer(question))


@pytest.mark.parametrize(
    ("question", "point"),
    [
        ("سیاسی اور مذہبی انتہا پسندی سے کیا خطرہ ہے؟", "1.1"),
        ("ہائبرڈ جنگ میں لوگوں کے ذہنوں کے ساتھ کیا ہوگا؟", "1.2"),
        ("ریاست اور معاشرے کے درمیان عمرانی معاہدہ کیسا ہے؟", "2.1"),
        ("کیا قومی سلامتی پالیسی پر پارلیمنٹ میں بحث ہونی چاہیے؟", "2.2"),
        ("کیا سوشل میڈیا پر پابندی لگانا درست ہے؟", "3.1"),
        ("ضرب عضب آپریشن کا کیا اثر ہوا؟", "3.3"),
        ("مجرم ضمانت پر کیوں رہا ہو جاتے ہیں؟", "4.1"),
        ("پولیس کو تکنیکی تربیت کیوں دی جائے؟", "4.2"),
        ("کیا واٹس ایپ کا ڈیٹا فیس بک کے ساتھ شیئر ہوتا ہے؟", "6.2"),
        ("فیس بک گروپ کے ایڈمن کو جوابدہ کیوں ہونا چاہیے؟", "7.2"),
        ("جوابی بیانیہ کس بنیاد پر ہونا چاہیے؟", "3.2"),
        ("آن لائن انتہا پسندی کو طاقتور ہتھیار کیوں کہا گیا؟", "5.1"),
        ("ڈیٹا گورننس کے بارے میں کیا کہا گیا؟", "6.3"),
    ],
)
def test_questions_in_urdu_script_find_the_point(answerer: Answerer, question: str, point: str) -> None:
    """Urdu in its own letters is understood."""
    assert point in offered(answerer.answer(question))


# ------------------------------------------------------------------ who said it

NAMES = [
    (1, "Ammar Jaffri"), (1, "what did Amar Jafri say?"), (1, "ammar jaffery"), (1, "عمار جعفری"),
    (1, "عمار جعفری صاحب نے کیا کہا"),
    (2, "Tariq Khosa"), (2, "Mr. Tariq Khosa's views"), (2, "tarik khosa"), (2, "Khosa"),
    (2, "khosa sahab ne kya kaha"), (2, "طارق کھوسہ نے کیا کہا؟"),
    (3, "Syed Tahsin Shah"), (3, "Tehseen Shah"), (3, "What did Tahsin Shah recommend?"), (3, "تحسین شاہ"),
    (4, "Prof. Dr. Qamar ul Arafeen"), (4, "Dr. Qmar-ul-arafeen"), (4, "Qamar ul Arifeen"), (4, "qamarularafeen"),
    (4, "ڈاکٹر قمر العارفین کی رائے"),
    (5, "Shahzada Sultan"), (5, "Shehzada Sultan"), (5, "shahzaada sultaan ki baatein"), (5, "شہزادہ سلطان نے کیا کہا"),
    (6, "Rafi us shan"), (6, "Dr. Rafi-us-Shaan"), (6, "rafiusshan"), (6, "ڈاکٹر رفیع الشان"),
    (7, "Muhammad Munaf"), (7, "Mohammad Munaf"), (7, "munaf"), (7, "munaf sb"), (7, "مُحمّد مناف کے خیالات"),
]  # fmt: skip
ROLES = [
    (1, "founder of the Cybersecurity Alliance of Pakistan"), (2, "What did the director of NIOC say?"),
    (3, "former director general of the FIA"), (4, "the forensic advisor"),
    (5, "What did the commandant of the police training college say?"), (6, "KP cyber emergency response centre"),
    (7, "What did the CEO of Server4sale say?"), (2, "former IG police"), (4, "فرانزک ایڈوائزر نے کیا کہا"),
]  # fmt: skip
ORDINALS = [
    (1, "first speaker"), (1, "pehla panelist"), (2, "2nd panelist"), (3, "third panelist"),
    (3, "What did the third panelist say?"), (3, "teesre panelist ne kya kaha"), (3, "تیسرے پینلسٹ نے کیا کہا؟"),
    (2, "doosre panelist ne kya kaha"), (4, "chotha panelist"), (4, "چوتھے پینلسٹ"), (5, "panelist number 5"),
    (6, "6th speaker ki baatein"), (7, "last speaker"), (7, "the final panelist"),
    (7, "aakhri speaker"), (7, "آخری مقرر نے کیا کہا"),
]  # fmt: skip


@pytest.mark.parametrize(("panelist", "question"), NAMES + ROLES + ORDINALS)
def test_a_person_is_found_and_all_that_the_person_said(answerer: Answerer, panelist: int, question: str) -> None:
    """By name in any spelling, by role, by place in the order: the person first, then all points of the person."""
    answer = answerer.answer(question)
    assert isinstance(answer, Answered)
    points = len(answerer.reports[0].panelists[panelist - 1].points)
    assert [place(r) for r in answer.results] == [str(panelist)] + [f"{panelist}.{n + 1}" for n in range(points)]


@pytest.mark.parametrize(("panelist", "question"), NAMES)
def test_the_spelling_of_a_name_does_not_matter_to_the_command(lexical: Answerer, panelist: int, question: str) -> None:
    """``/panelist NAME`` takes the same spellings, and needs no sentence vectors for it."""
    found = lexical.people(question)
    assert {r.panelist for r in found} == {panelist}
    assert found[0].kind == "panelist"


def test_nobody_is_found_by_a_name_that_nobody_has(lexical: Answerer) -> None:
    """An unknown name, no name at all and words of the report name nobody."""
    for name in ("Imran Khan", "", "🙂", "privacy", "zarb e azb"):
        assert lexical.people(name) == [], name


@pytest.mark.parametrize(
    ("question", "point"),
    [
        ("jaffri sahab ne siyasi intehapasandi par kya kaha", "1.1"),
        ("Ammar Jaffri on hybrid wars", "1.2"),
        ("khosa sahab ne social contract ke bare mein kya kaha", "2.1"),
        ("What did Khosa say about parliament?", "2.2"),
        ("What did the second panelist say about human development?", "2.2"),
        ("What does the third panelist think of banning social media?", "3.1"),
        ("Tahsin Shah on military operations", "3.3"),
        ("Why does Qamar ul Arafeen mention bail?", "4.1"),
        ("What did Shahzada Sultan say about the weapon of extremists?", "5.1"),
        ("Rafi us Shan on privacy", "6.2"),
        ("ڈاکٹر رفیع الشان نے واٹس ایپ کے بارے میں کیا کہا؟", "6.2"),
        ("What does Munaf say about Facebook group admins?", "7.2"),
        ("محمد مناف نے فیس بک گروپ کے ایڈمن کے بارے میں کیا کہا؟", "7.2"),
    ],
)
def test_a_person_and_a_topic_lead_to_the_persons_point(answerer: Answerer, question: str, point: str) -> None:
    """Of all that the person said, what is about the topic stands first, and it is the person's own."""
    answer = answerer.answer(question)
    assert point in offered(answer)
    assert first(answer) is not None
    assert answer.results[0].panelist == int(point[0])


@pytest.mark.parametrize(
    ("question", "panelist"),
    [("Who is Tariq Khosa?", 2), ("Who is the CEO of Server4sale?", 7), ("Who is Rafi us Shan?", 6)],
)
def test_who_a_person_is_is_a_fact_of_the_event(answerer: Answerer, question: str, panelist: int) -> None:
    """Asked who somebody is, the bot gives the name with the office from the list of participants, not the points."""
    answer = answerer.answer(question)
    assert isinstance(answer, Answered)
    assert [place(r) for r in answer.results] == [f"event of {panelist}"]
    assert answer.results[0].text == _FILE["panelists"][panelist - 1]["role"]


# ------------------------------------------------------------------ the event, the takeaway, the lists


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the event held?", "event"),
        ("Who organised this event?", "event"),
        ("which organisations arranged it", "event"),
        ("What was the topic of the event?", "event"),
        ("How many panelists were there?", "event"),
        ("event kab hua tha", "event"),
        ("kis ne organise kiya", "event"),
        ("kis tareekh ko hua", "event"),
        ("یہ تقریب کب ہوئی؟", "event"),
        ("منتظمین کون تھے؟", "event"),
        ("What is the takeaway?", "takeaway"),
        ("main conclusion of the event", "takeaway"),
        ("khulasa kya hai", "takeaway"),
        ("اس تقریب کا خلاصہ کیا ہے؟", "takeaway"),
        ("Who were the panelists?", "panelists"),
        ("list all the speakers", "panelists"),
        ("panelists ke naam", "panelists"),
        ("پینلسٹ کون تھے؟", "panelists"),
        ("Which topics were discussed?", "topics"),
        ("list of topics", "topics"),
        ("kin mozuat par baat hui", "topics"),
    ],
)
def test_facts_and_lists_are_found(answerer: Answerer, question: str, kind: str) -> None:
    """What every report has stands first when it is asked for, in every language."""
    assert first(answerer.answer(question)) == kind


def test_facts_and_lists_say_all_of_it(lexical: Answerer) -> None:
    """The texts hold the whole fact, so that a program that reads the JSON needs no second question."""
    (report,) = lexical.reports
    event = lexical.whole("event", 0)
    for part in (report.title, "8 January 2021", *report.organizers):
        assert part in event.text
    assert lexical.whole("takeaway", 0).text == report.takeaway
    for panelist in report.panelists:
        assert f"{panelist.name} ({panelist.role})" in lexical.whole("panelists", 0).text
        assert f"{panelist.topic} ({panelist.name})" in lexical.whole("topics", 0).text


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake a chocolate cake?", "What is the capital of France?", "How tall is Mount Everest?",
        "Who won the football world cup in 2018?", "What is the price of gold today?", "How do I fix a flat tyre?",
        "Write me a poem about the sea", "What did Imran Khan say?", "What did the ninth panelist say?",
        "What did Elon Musk say about Twitter?", "What is Tariq Khosa's phone number?", "آج ڈالر کا ریٹ کیا ہے؟",
        "aaj lahore mein mausam kaisa hai", "mujhe biryani ki recipe batao", "کرکٹ میچ کس نے جیتا؟", "آپ کا نام کیا ہے",
        "hello", "thank you very much", "shukriya", "السلام علیکم", "2 + 2", "🙂🙂", "", " \n ", "\u202e\u200d",
    ],
)  # fmt: skip
def test_what_the_report_does_not_say_is_declined(answerer: Answerer, question: str) -> None:
    """Far from the report, about people who were not there, small talk and nothing: no answer and no choices."""
    answer = answerer.answer(question)
    assert isinstance(answer, Unanswered)
    assert answer.results == ()


# ------------------------------------------------------------------ never an invented or blended answer

_FILE: dict[str, Any] = yaml.safe_load(SHIPPED_REPORT.read_text("utf-8"))
_SAID = [[p if isinstance(p, str) else p["text"] for p in panelist["points"]] for panelist in _FILE["panelists"]]
_WORDS = sorted({w for points in _SAID for text in points for w in text.replace(".", " ").replace(",", " ").split()})
_PHRASES = (
    "what did", "say about", "who said", "why", "how many", "tell me", "kya", "kis ne kaha", "ke bare mein", "nahi",
    "کیا", "نے کہا", "کے بارے میں", "third panelist", "last speaker", "everyone", "takeaway", "date", "topics", "not",
    "Khosa", "munaf", "Dr. Rafi", "Tahsin Shah", "qamar", "Shahzada Sultan", "عمار جعفری", "Imran Khan", "police",
    "whatsapp", "ban", "privacy", "extremism", "سوشل میڈیا", "?", "...", "🙂", "\n", "@bot", "5000",
)  # fmt: skip
_questions = st.lists(st.sampled_from(_PHRASES) | st.sampled_from(_WORDS) | st.text(max_size=8), max_size=12).map(
    " ".join
)


def _is_quotation(result: Result) -> bool:
    """Whether a result is word for word what the file says of that panelist, read with YAML's own loader."""
    if result.panelist is None:
        whole = (result.point, result.name, result.topic) == (None, None, None)
        return whole and result.kind in ("takeaway", "event", "panelists", "topics")
    assert 1 <= result.panelist <= len(_SAID)
    panelist = _FILE["panelists"][result.panelist - 1]
    if (result.name, result.topic) != (panelist["name"], panelist["topic"]):
        return False
    if result.kind != "point":
        return result.kind in ("panelist", "event") and result.point is None and result.text == panelist["role"]
    assert result.point is not None
    return result.point >= 1 and result.text == _SAID[result.panelist - 1][result.point - 1]


def _check(answer: Answer) -> None:
    assert all(map(_is_quotation, answer.results))
    scores = [r.score for r in answer.results]
    assert all(0.0 <= s <= 1.0 for s in scores)
    assert scores == sorted(scores, reverse=True)
    places = [(r.report.id, place(r)) for r in answer.results]
    assert len(set(places)) == len(places)
    if isinstance(answer, Suggested):
        assert 1 <= len(answer.results) <= MAX_SHOWN
    if isinstance(answer, Answered):
        assert answer.results


@settings(deadline=None, max_examples=60)
@given(question=_questions)
def test_every_result_is_a_quotation(lexical: Answerer, question: str) -> None:
    """Whatever is asked: a point is exactly that panelist's, scores are probabilities, best first, choices are few."""
    _check(lexical.answer(question))


@settings(deadline=None, max_examples=30)
@given(question=_questions)
def test_every_result_is_a_quotation_with_sentence_vectors_too(answerer: Answerer, question: str) -> None:
    """The same with the model."""
    _check(answerer.answer(question))


@settings(deadline=None, max_examples=60)
@given(question=st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_is_a_question(lexical: Answerer, question: str) -> None:
    """No text whatever raises, lone surrogates and control characters included, and it is answered alike each time."""
    answer = lexical.answer(question)
    _check(answer)
    again = lexical.answer(question)
    assert type(again) is type(answer)
    assert again.results == answer.results


@pytest.mark.parametrize("question", ["privacy " * 600, "?" * 5000, "کے" * 4000, "a " * 5000, "🙂\n" * 3000])
def test_a_very_long_text_is_a_question(answerer: Answerer, question: str) -> None:
    """More than Telegram lets anybody send is read as far as it matters."""
    _check(answerer.answer(question))


def test_choices_are_different_things(answerer: Answerer) -> None:
    """A question back never offers the same thing twice."""
    for question in (
        "Who were the panelists?",
        "speakers and topics",
        "event",
        "organisers date",
        "security",
        "police",
    ):
        _check(answerer.answer(question))


# ------------------------------------------------------------------ going on from an answer


def test_what_a_button_asks_for_is_found(lexical: Answerer) -> None:
    """All of a person by number, a point by its key; nothing for numbers, keys and reports that are not there."""
    (report,) = lexical.reports
    for n, panelist in enumerate(report.panelists, 1):
        said = lexical.person(report.id, n)
        assert [place(r) for r in said] == [str(n)] + [f"{n}.{k + 1}" for k in range(len(panelist.points))]
        for k, point in enumerate(panelist.points, 1):
            (found,) = lexical.point(report.id, point.key)
            assert place(found) == f"{n}.{k}"
    assert lexical.person(report.id, 0) == lexical.person(report.id, 8) == lexical.person("other", 1) == []
    assert lexical.point(report.id, "gone") == lexical.point("other", report.panelists[0].points[0].key) == []
    assert lexical.others(report.id, "gone") == []


def test_who_else_spoke_on_it_is_somebody_else(answerer: Answerer) -> None:
    """Other panelists' points on the same subject: quotations, nearest first, never the panelist's own."""
    (report,) = answerer.reports
    found = 0
    for n, panelist in enumerate(report.panelists, 1):
        for point in panelist.points:
            others = answerer.others(report.id, point.key)
            assert all(r.kind == "point" and r.panelist != n and _is_quotation(r) for r in others)
            assert [r.score for r in others] == sorted((r.score for r in others), reverse=True)
            found += len(others)
    assert found
    # Privacy: what the sixth panelist said on it stands beside the seventh's.
    assert {"6.2", "6.3"} & {place(r) for r in answerer.others(report.id, report.panelists[6].points[2].key)}


def test_a_chosen_person_brings_all_points(lexical: Answerer) -> None:
    """A choice that is a person opens to all that the person said, any other choice is itself."""
    person = lexical.whole("panelist", 0, 1)
    assert [place(r) for r in lexical.expand(person)] == ["2", "2.1", "2.2", "2.3"]
    takeaway = lexical.whole("takeaway", 0)
    assert lexical.expand(takeaway) == [takeaway]


@pytest.fixture(scope="module")
def both(shipped: Library) -> Answerer:
    """Answers from the shipped report and an invented one."""
    known = library.load([SHIPPED_REPORT, ROOT / "tests" / "reports" / "flood-preparedness.yaml"])
    assert {r.id for r in shipped.reports} < {r.id for r in known.reports}
    return app.answerer(known, app.OFF)


@settings(deadline=None, max_examples=60)
@given(question=_questions)
def test_two_reports_are_not_mixed(both: Answerer, question: str) -> None:
    """With several reports each result is word for word what its own report says."""
    for r in both.answer(question).results:
        assert r.report in both.reports
        if r.panelist is not None:
            panelist = r.report.panelists[r.panelist - 1]
            assert (r.name, r.topic) == (panelist.name, panelist.topic)
            assert r.text == (panelist.role if r.point is None else panelist.points[r.point - 1].text)


def test_each_report_answers_for_itself(both: Answerer) -> None:
    """A question finds its report among several, and a person is looked for in all of them."""
    for report in both.reports:
        for n, panelist in enumerate(report.panelists, 1):
            assert next((r.report.id, r.panelist) for r in both.people(panelist.name)) == (report.id, n)
    answer = both.answer("Should the admin of a Facebook group be accountable for violence in it?")
    assert next((r.report.id, place(r)) for r in answer.results) == ("countering-extremism-2021", "7.2")


# ------------------------------------------------------------------ several reports


@pytest.mark.parametrize(
    "question",
    [
        "In the flood report, what was recommended?",
        "who took part in the flood preparedness seminar",
        "give me the takeaway of the report on floods",
    ],
)
def test_a_question_is_limited_to_the_report_that_it_names(both: Answerer, question: str) -> None:
    """Only what the named report says comes into question."""
    matcher = both.matcher
    narrowed = matcher.titles.narrowed(matcher.reader.read(question).terms)
    assert [both.reports[n].id for n in narrowed.reports] == ["flood-preparedness"]
    results = both.answer(question).results
    assert {r.report.id for r in results} <= {"flood-preparedness"}


@pytest.mark.parametrize("question", ["police training session", "What did the second panel member say?", "report"])
def test_a_word_for_an_event_alone_names_no_report(both: Answerer, question: str) -> None:
    """What stands beside it has to be of the title, all of it."""
    assert not both.matcher.titles.narrowed(both.matcher.reader.read(question).terms).reports


def test_with_one_report_nothing_has_to_be_named(lexical: Answerer) -> None:
    """Its title's words beside a word for an event stay words of the question."""
    terms = lexical.matcher.reader.read("What does the extremism report say about bail?").terms
    assert not lexical.matcher.titles.narrowed(terms).terms


@pytest.fixture(scope="module")
def twice(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Two reports: one panelist spoke at both events, two others share a family name."""
    folder = tmp_path_factory.mktemp("twice")
    for id, title, people in (
        ("kites", "Kites over the bay", {"Dr. Ada Berg": "Kites need wind.", "Ben Holt": "Strings must be strong."}),
        ("boats", "Boats in the bay", {"Ada Berg": "Boats need sails.", "Cleo Holt": "Oars must be light."}),
    ):
        panelists = [{"name": n, "role": "Guest", "topic": "Craft", "points": [p]} for n, p in people.items()]
        report = {
            "id": id,
            "title": title,
            "date": "2024-01-02",
            "organizers": ["Club"],
            "takeaway": "Build with care.",
        }
        (folder / f"{id}.yaml").write_text(json.dumps(report | {"panelists": panelists}), "utf-8")
    return app.answerer(library.load([folder]), app.OFF)


def test_one_person_is_found_at_every_event(twice: Answerer) -> None:
    """All that the person said, each with its report."""
    answer = twice.answer("What did Ada Berg say?")
    assert isinstance(answer, Answered)
    points = [(r.report.id, r.text) for r in answer.results if r.kind == "point"]
    assert sorted(points) == [("boats", "Boats need sails."), ("kites", "Kites need wind.")]


def test_one_person_at_the_event_that_is_named(twice: Answerer) -> None:
    """The other event's points stay out."""
    answer = twice.answer("What did Ada Berg say in the boats report?")
    assert [(r.report.id, r.text) for r in answer.results if r.kind == "point"] == [("boats", "Boats need sails.")]


def test_two_of_one_family_name_are_asked_about(twice: Answerer) -> None:
    """The family name alone is a question back, the whole name an answer."""
    asked = twice.answer("What did Holt say?")
    assert isinstance(asked, Suggested)
    assert {r.name for r in asked.results} == {"Ben Holt", "Cleo Holt"}
    told = twice.answer("What did Cleo Holt say?")
    assert isinstance(told, Answered)
    assert {r.name for r in told.results} == {"Cleo Holt"}


# ------------------------------------------------------------------ broad questions


@pytest.mark.parametrize(
    "question",
    ["Who else spoke about the police?", "has anyone said something about police", "who talked about police?"],
)
def test_who_spoke_about_a_subject_is_everybody_who_did(answerer: Answerer, question: str) -> None:
    """Side by side, each with the own points, and only points that are about it."""
    answer = answerer.answer(question)
    assert isinstance(answer, Answered)
    assert {r.name for r in answer.results} >= {"Prof. Dr. Qamar ul Arafeen", "Syed Tahsin Shah"}
    assert all("police" in r.text.lower() for r in answer.results)
    assert all(_is_quotation(r) for r in answer.results)


@pytest.mark.parametrize("subject", ["police", "privacy", "parliament", "hybrid wars", "women"])
def test_how_a_subject_is_asked_for_makes_no_difference(answerer: Answerer, subject: str) -> None:
    """The words of asking are nothing that a point is like: the subject alone decides."""
    alone = answerer.answer(subject)
    for question in (
        f"What was said about {subject}?",
        f"did they say anything about {subject}",
        f"views on {subject}",
    ):
        assert first(answerer.answer(question)) == first(alone), question


@pytest.mark.parametrize("question", ["Who disagreed about training?", "did anyone disagree with them on training"])
def test_nobody_is_said_to_disagree(answerer: Answerer, question: str) -> None:
    """The report says what each said, not that they quarrelled: what was said on it is offered, not claimed."""
    answer = answerer.answer(question)
    assert isinstance(answer, Suggested)
    assert "4.2" in offered(answer)


@pytest.mark.parametrize(
    "question",
    ["Tariq Khosa vs Tahsin Shah", "What did Tariq Khosa and Tahsin Shah say?", "khosa aur tahsin ne kya kaha"],
)
def test_two_people_stand_side_by_side(answerer: Answerer, question: str) -> None:
    """Both were named, so both are meant, one after the other."""
    answer = answerer.answer(question)
    assert isinstance(answer, Answered)
    assert [place(r) for r in answer.results if r.kind == "panelist"] == ["2", "3"]
    assert [place(r) for r in answer.results if r.kind == "point"] == ["2.1", "2.2", "2.3", "3.1", "3.2", "3.3"]


def test_an_office_is_no_subject(answerer: Answerer) -> None:
    """Asked what a former police officer said about police, the bot does not list all that he said."""
    answer = answerer.answer("What did Khosa say about police?")
    assert not isinstance(answer, Answered) or answer.results[0].kind == "point"


@pytest.mark.parametrize("name", ["Qamar ul Arafeen", "Prof. Qamar-ul-Arafeen", "Arafeen"])
def test_the_little_words_inside_a_name_ask_for_nothing(answerer: Answerer, name: str) -> None:
    """What is left of the question beside the name is the subject alone."""
    question = answerer.matcher.reader.read(f"What did {name} say about police?")
    named = answerer.matcher.people.mentioned(question.terms).terms
    left = [t.word for i, t in enumerate(question.terms) if i not in named and t.role is not Role.FUNCTION]
    assert [w for w in left if w not in ("prof", "professor")] == ["police"]
