"""One small report, with one thing in it written as somebody else would: all of it is still read, word for word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot.importing.draft import Draft
from tests.test_import_layouts import imported

NAMES = ("Riaz Gill", "Tehmina Butt", "Dr. Hamid Raza Noon")
OFFICES = ("Teacher, Model School", "Lawyer", "Surgeon, Mayo Ward")
TOPICS = ("Wire and law", "Children on roofs", "Wounds of the neck")
POINTS = (
    ("Ban the wire, not the kite. The thread of cotton cuts nobody.", "Shops that sell the wire should be sealed."),
    ("Parents must be told at school before the season begins.", "Roofs without a wall should be closed."),
    ("Each ward needs blood in store on that Sunday.", "Record each wound, so that next year somebody knows."),
)
TAKEAWAY = "The sky belongs to everybody. Wires don't belong into it."
ORGANIZERS = ["Basant Forum", "Roof Watch"]


@dataclass(frozen=True)
class Layout:
    """How each thing in the report is written."""

    title: str = "Topic: Kites, wires and the roofs of Lahore"
    organised: str = "Organized by Basant Forum, Roof Watch"
    day: str = "Date: 14-3-2022"
    people: str = (
        "Mr. Riaz Gill\nTeacher, Model School\n\nMs. Tehmina Butt\nLawyer\n\nDr. Hamid Raza Noon\nSurgeon, Mayo Ward"
    )
    heading: str = "Panelist {n}: {name}"
    topic: str = "Topic: {}"
    announced: str = "Recommendations made by panelist:"
    marker: Callable[[int], str] = lambda n: "  • "
    takeaway: str = "Take away from the event:"

    def text(self) -> str:
        """The report."""
        out = ["Post Event Report", self.title, self.organised, self.day, self.people]
        for n, name in enumerate(NAMES):
            out.append(
                self.heading.format(n=n + 1, name=name, office=OFFICES[n], first=("First", "Second", "Third")[n])
            )
            out += filter(None, (self.topic.format(TOPICS[n]), self.announced))
            out.append("\n".join(self.marker(i) + text for i, text in enumerate(POINTS[n], 1)))
        return "\n\n".join([*out, self.takeaway, TAKEAWAY])


def read(layout: Layout) -> Draft:
    """The draft, in which everything is as in the report and nothing was doubtful."""
    draft = imported(layout.text().encode(), "report.txt")
    assert (draft.title, draft.organizers) == ("Kites, wires and the roofs of Lahore", ORGANIZERS)
    assert tuple(p.name for p in draft.panelists) == NAMES
    assert tuple(p.role for p in draft.panelists) == OFFICES
    assert tuple(p.topic for p in draft.panelists) == TOPICS
    assert tuple(tuple(p.points) for p in draft.panelists) == POINTS
    assert draft.takeaway == TAKEAWAY
    assert draft.warnings == []
    return draft


DAYS = (
    "Date: 14/03/22",
    "Date:14.3.2022",
    "Date: March 14th, 2022",
    "Monday 14 March 2022",
    "Dated: the 14th day of March, 2022",
    "Date and Venue: 14 Mar 2022, Lahore",
    "Date: 14 - 03 - 2022",
    "Date: 14Mar2022",
    "Date: 14-March-22",
    "Date: 14\\3\\2022",
    "Date: Monday, March 14, 2022 (3:00 pm – 5:00 pm)",
    "Date: ۱۴ مارچ ۲۰۲۲",
    "Event date\n\n14/3/2022",
    "Date: 3/14/2022",
    "Date: 14,March,2022",
    "Date: 14 3 2022",
    "Date: 14_03_2022",
    "Date – 14th March’ 2022",
)


@pytest.mark.parametrize("day", DAYS)
def test_a_date(day: str) -> None:
    """In any usual form, with the report's own words beside it."""
    draft = read(Layout(day=day))
    assert draft.day.isoformat() == "2022-03-14"
    assert draft.day_words in day


@pytest.mark.parametrize(
    "organised",
    [
        "Organised by: Basant Forum & Roof Watch",
        "Organisers\n• Basant Forum\n• Roof Watch",
        "Organized by:\nBasant Forum\nRoof Watch",
        "Organizers :-\n1. Basant Forum\n2. Roof Watch",
        "Organised by – Basant Forum / Roof Watch",
        "Organized by Basant Forum in collaboration with Roof Watch",
        "Host organisations: Basant Forum, Roof Watch",
        "Organised by: Basant Forum\nIn collaboration with: Roof Watch",
        "Organised by: 1. Basant Forum 2. Roof Watch",
        "Organized under the auspices of Basant Forum and Roof Watch",
        "A joint event of the Basant Forum and the Roof Watch",
    ],
)
def test_organisers(organised: str) -> None:
    """In a line, in lines, as a list, as host and partner."""
    read(Layout(organised=organised))


def test_an_article_belongs_to_a_name_if_it_is_large() -> None:
    """ "The Evening Desk" is called so; "the Commuters Union" is not."""
    layout = Layout(organised="Organised by the Commuters Union and The Evening Desk")
    assert imported(layout.text().encode(), "report.txt").organizers == ["Commuters Union", "The Evening Desk"]


def test_organisers_behind_a_comma_and_an_and() -> None:
    """The last two of a list are two where the first of them ends with its city; what else may be two is named."""
    draft = imported(
        Layout(organised="Organised by Basant Forum, Guild of Dyers Kasur & Ravi Kite Makers").text().encode(),
        "report.txt",
    )
    assert (draft.organizers, draft.warnings) == (["Basant Forum", "Guild of Dyers Kasur", "Ravi Kite Makers"], [])
    draft = imported(
        Layout(organised="Organised by Basant Forum, Chamber of Dyers and Ravi Kite Makers").text().encode(),
        "report.txt",
    )
    assert draft.organizers == ["Basant Forum", "Chamber of Dyers and Ravi Kite Makers"]
    assert [r.what for r in draft.warnings] == [
        "read as organisers: Basant Forum | Chamber of Dyers and Ravi Kite Makers; look them over"
    ]


def test_a_name_in_capitals() -> None:
    """It gets the list's small letters and keeps the spelling of its heading; the list's is an alias."""
    text = Layout(heading="PANELIST {n}: {name}").text().replace("PANELIST 1: Riaz Gill", "PANELIST 1: M. RIYAZ GILL")
    first, *_ = imported(text.encode(), "report.txt").panelists
    assert (first.name, first.aliases) == ("M. Riyaz Gill", ["Mr. Riaz Gill"])


def test_a_field_below_a_line_as_wide_as_the_page_is_none_of_it() -> None:
    """An office that fills its line does not swallow the topic in the next one."""
    office = "Director of the Department of Wounds and Burns at the Mayo Ward, Lahore"
    text = Layout(heading="Panelist {n}: {name}\nDesignation: {office}", people="").text()
    text = text.replace("Surgeon, Mayo Ward\n\nTopic", f"{office}\nTopic")
    text = text.replace(
        "  • Each ward needs",
        "  • Every ward, be it a large one or a small one in the old town, and no matter\n    who pays for it, needs",
    )
    last = imported(text.encode(), "report.txt").panelists[-1]
    assert (last.role, last.topic) == (office, TOPICS[-1])


def test_a_line_that_only_says_the_organiser_again_is_no_loss() -> None:
    """A letterhead above the report needs no looking over."""
    draft = imported(f"Roof Watch\n\n{Layout().text()}".encode(), "report.txt")
    assert (draft.organizers, draft.warnings) == (ORGANIZERS, [])


@pytest.mark.parametrize(
    "heading",
    [
        "Speaker {n} – {name}, {office}",
        "SPEAKER {n}. {name}",
        "{first} panelist, {name}",
        "The {first} panelist was {name}",
        "Panelist # {n} {name}",
        "{first} Panelist\nName: {name}",
        "({n}) Panelist: {name}",
        "P{n}: {name}",
        "{n}) {name}",
        "Speaker {n} | {name} | {office}",
        "Views of {name}, {office}",
        "{name}:",
        "{first} Panellist : {name} , {office}",
    ],
)
def test_a_heading(heading: str) -> None:
    """Whatever a panelist's part begins with."""
    read(Layout(heading=heading))


@pytest.mark.parametrize("heading", ["{first} Panelist: {name}\n{office}", "Speaker {n} – {name} ({office})"])
def test_an_office_that_only_the_heading_tells(heading: str) -> None:
    """Without any list; a line between the name and the topic is the office."""
    read(Layout(heading=heading, people=""))


MARKERS = ("• ", "- ", "-- ", "* ", "– ", "— ", "» ", "♦ ", "> ", "+ ", "\uf0b7 ", "•", "-")
NUMBERS = ("{}. ", "{}) ", "({}) ", "{}.) ", "[{}] ", "R{}. ", "#{} ", "Point {}: ", "0{}. ")


@pytest.mark.parametrize("marker", MARKERS)
def test_a_bullet(marker: str) -> None:
    """Whatever stands before a point is no part of it."""
    read(Layout(marker=lambda n: marker))


@pytest.mark.parametrize("form", NUMBERS)
def test_a_number(form: str) -> None:
    """The same with numbers."""
    read(Layout(marker=lambda n: form.format(n)))


@pytest.mark.parametrize(
    "topic",
    ["Topic – {}", "Theme: {}", "Title of talk: “{}”", "“{}”", "Topic assigned: {}", "Talk on: {}", "Topic\n{}"],
)
def test_a_topic(topic: str) -> None:
    """With a label in the line or above it, or in quotation marks."""
    read(Layout(topic=topic))


@pytest.mark.parametrize(
    "announced",
    [
        "",
        "Key Points:",
        "He made the following recommendations:",
        "The speaker recommended that:",
        "He said:",
        "Main points of the talk:",
        "Recommendations are as follows:",
    ],
)
def test_what_announces_points_is_none(announced: str) -> None:
    """A line that only says that points come is left out, and nothing is lost with it."""
    read(Layout(announced=announced))


@pytest.mark.parametrize(
    "takeaway",
    [
        "TAKE-AWAY",
        "Key take aways from the discussion",
        "5. Conclusion",
        "WAY FORWARD / CONCLUSION",
        "Closing remarks",
        "Summary and way forward",
        "Outcome of the discussion",
        "Take away points:",
        "The Way Forward:",
    ],
)
def test_a_takeaway(takeaway: str) -> None:
    """However it is called."""
    read(Layout(takeaway=takeaway))


LISTS = {
    "name and designation": "\n\n".join(f"Name: {n}\nDesignation: {o}" for n, o in zip(NAMES, OFFICES, strict=True)),
    "in brackets": f"Panelists: {', '.join(f'{n} ({o})' for n, o in zip(NAMES, OFFICES, strict=True))}",
    "semicolons": f"Participants: {'; '.join(f'{n}, {o}' for n, o in zip(NAMES, OFFICES, strict=True))}",
    "sentence": "The panel consisted of Riaz Gill (Teacher, Model School), Tehmina Butt (Lawyer) and Dr. Hamid Raza "
    "Noon (Surgeon, Mayo Ward).",
    "broken": "Panel:\nRiaz Gill (Teacher, Model School), Tehmina Butt (Law-\nyer) and Dr. Hamid Raza Noon (Surgeon, "
    "Mayo\nWard)",
    "cells over two lines": "Participants\n"
    "+---------------------+-----------------+\n| Name                | Designation     |\n"
    "+=====================+=================+\n| Riaz Gill           | Teacher, Model  |\n"
    "|                     | School          |\n+---------------------+-----------------+\n"
    "| Tehmina Butt        | Lawyer          |\n+---------------------+-----------------+\n"
    "| Dr. Hamid Raza Noon | Surgeon, Mayo   |\n|                     | Ward            |\n"
    "+---------------------+-----------------+",
    "underlined by columns": "Participants\n\n"
    "Name                 Designation\n-------------------  -----------------\n"
    "Riaz Gill            Teacher, Model\n                     School\nTehmina Butt         Lawyer\n"
    "Dr. Hamid Raza Noon  Surgeon, Mayo\n                     Ward",
    "rows parted by empty lines": "Participants\n\n  ----------------------------------------\n"
    "  S. No. Name          Designation\n  ------ ------------- -----------------\n"
    "  1      Riaz Gill     Teacher, Model\n                       School\n\n  2      Tehmina Butt  Lawyer\n\n"
    "  3      Dr. Hamid     Surgeon, Mayo\n         Raza Noon     Ward\n"
    "  ----------------------------------------",
    "with a moderator": "Participants\n1) Riaz Gill (Teacher, Model School)\n2) Tehmina Butt (Lawyer)\n"
    "3) Dr. Hamid Raza Noon (Surgeon, Mayo Ward)\n4) Mr. Ali Dar (Moderator)\n5) Ms. Sana Mir (Rapporteur)",
}


@pytest.mark.parametrize("people", LISTS)
def test_a_list_of_participants(people: str) -> None:
    """The offices come from the list, and who moderated is no panelist."""
    draft = read(replace(Layout(), people=LISTS[people]))
    assert [r.what for r in draft.notes if "panelist" in r.what] == (
        []
        if people != "with a moderator"
        else ["left out: Mr. Ali Dar, no panelist", "left out: Ms. Sana Mir, no panelist"]
    )


@pytest.mark.parametrize(
    "credit", ["Report prepared by Sana Mir", "Compiled by: Sana Mir", "Report written by Sana Mir."]
)
def test_who_wrote_the_report_is_noted(credit: str) -> None:
    """It is no part of the takeaway, and no reason to look anything over."""
    draft = imported(f"{Layout().text()}\n\n{credit}\n".encode(), "report.txt")
    assert (draft.takeaway, draft.warnings) == (TAKEAWAY, [])
    assert len(draft.notes) == 1


def test_an_office_below_a_name_is_not_two_people() -> None:
    """ "Mechanic, Tando Adam" could be two names; below a name without an office it is its office."""
    offices = ("Kite maker, Tando Adam", "Lawyer", "Surgeon")
    people = "\n".join(("Participants:", *(f"- {n}\n  {o}" for n, o in zip(NAMES, offices, strict=True))))
    draft = imported(Layout(people=people).text().encode(), "report.txt")
    assert [p.role for p in draft.panelists] == list(offices)
    assert draft.warnings == []


def test_a_known_name_ends_where_it_does() -> None:
    """Of a line in which nothing parts name and office the office is no part of the name."""
    others = "- Tehmina Butt, Lawyer\n- Dr. Hamid Raza Noon, Surgeon"
    people = f"Participants:\n- Riaz Gill UX designer and founder, Model School\n{others}"
    draft = imported(Layout(people=people).text().encode(), "report.txt")
    first = draft.panelists[0]
    assert (first.name, first.aliases, first.role) == ("Riaz Gill", [], "UX designer and founder, Model School")


def test_a_sentence_that_says_the_date_is_understood() -> None:
    """What else it says is named, and needs no looking over."""
    draft = imported(Layout(day="Event held on 14 March 2022 in the Fort Hall of Lahore").text().encode(), "report.txt")
    assert (draft.day.isoformat(), draft.warnings) == ("2022-03-14", [])
    assert [r.what for r in draft.notes] == ["left out: what stands beside the date"]


@pytest.mark.parametrize("people", ["underlined by columns", "rows parted by empty lines"])
def test_such_a_list_in_markdown(people: str) -> None:
    """Markdown has tables with bars only; some programs write these into it, and a row is a row."""
    text = Layout(people=LISTS[people], marker=lambda n: "- ").text()
    draft = imported(text.encode(), "report.md")
    assert [(p.name, p.role) for p in draft.panelists] == list(zip(NAMES, OFFICES, strict=True))
    assert draft.warnings == []


def test_a_line_of_markdown_that_was_broken_before_its_marks() -> None:
    """The marks round the next word count: with them it had no room."""
    organised = "**Organised by Basant Forum, Confederation of the Kite Makers of\nKasur**"
    longer = "Ban the wire, not the kite, as its thread of cotton cuts nobody at\n  all, and sell it everywhere else."
    text = Layout(organised=organised, marker=lambda n: "- ").text().replace(POINTS[0][0], longer)
    assert imported(text.encode(), "report.md").organizers[-1] == "Confederation of the Kite Makers of Kasur"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the E-\nGovernment office", "the E-Government office"),
        ("after Covid-\n19 began", "after Covid-19 began"),
        ("the depart-\nment of wires", "the department of wires"),
        ("OLD DEPART-\nMENTS OF WIRES", "OLD DEPARTMENTS OF WIRES"),
        ("WhatsApp and Whats-\nApp groups", "WhatsApp and WhatsApp groups"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(broken: str, whole: str) -> None:
    """It stays before a capital or a figure, and goes where only the margin put it."""
    end = "All of that was said on the roof in the evening when the wind came from the other\n    side of the river."
    text = Layout().text().replace(POINTS[0][0], f"Ask {broken.replace(chr(10), chr(10) + '    ')} for it. {end}")
    assert imported(text.encode(), "report.txt").panelists[0].points[0].startswith(f"Ask {whole} for it. All of that")


def test_a_table_whose_cells_became_lines() -> None:
    """As plain text saved by a word processor: what stood over the columns is no loss."""
    cells = [c for row in zip(("1", "2", "3"), NAMES, OFFICES, strict=True) for c in row]
    people = "\n".join(("List of participants", "S. No.", "Name", "Designation", *cells))
    draft = imported(Layout(people=people).text().encode(), "report.txt")
    assert ([p.role for p in draft.panelists], draft.warnings) == (list(OFFICES), [])


def test_a_semicolon_at_the_end_of_a_line_stays() -> None:
    """Also where the line was broken behind it."""
    office = "Surgeon of the Mayo Ward and of its branches;\n  Teacher of surgery in Lahore"
    people = f"Panel:\n- Riaz Gill (Teacher)\n- Tehmina Butt (Lawyer)\n- Dr. Hamid Raza Noon ({office})"
    draft = imported(Layout(people=people).text().encode(), "report.txt")
    assert draft.panelists[-1].role == "Surgeon of the Mayo Ward and of its branches; Teacher of surgery in Lahore"


def test_an_office_that_holds_anothers_name_is_named() -> None:
    """Where a table fell apart, one office can hold the next person's name and office, which that person then lacks."""
    people = "Panel:\n- Riaz Gill, Teacher Tehmina Lawyer Butt Chambers\n- Dr. Hamid Raza Noon, Surgeon"
    draft = imported(Layout(people=people).text().encode(), "report.txt")
    assert [r.what for r in draft.warnings] == [
        "the office of Riaz Gill may hold that of Tehmina Butt: “Teacher Tehmina Lawyer Butt Chambers”",
        "no office of Tehmina Butt was found",
    ]
