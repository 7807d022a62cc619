"""Word files as real people's Word writes them: lists, soft breaks, tracked changes, tables, text boxes."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bot.importing.draft import Draft
from tests.test_import_layouts import imported


def saved(document: Any) -> Draft:
    """The draft of a document made here."""
    out = io.BytesIO()
    document.save(out)
    return imported(out.getvalue(), "report.docx")


def item(document: Any, text: str, level: int = 0) -> Any:
    """A paragraph in Word's default list style, numbered by properties of its own."""
    paragraph = document.add_paragraph(text, style="List Paragraph")
    properties = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", 1)):
        part = OxmlElement(name)
        part.set(qn("w:val"), str(value))
        properties.append(part)
    paragraph._p.get_or_add_pPr().append(properties)
    return paragraph


def bold(document: Any, text: str, behind: str = "") -> Any:
    """A paragraph that begins bold."""
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    paragraph.add_run(behind)
    return paragraph


def lines(document: Any, *texts: str) -> None:
    """One paragraph with soft line breaks."""
    paragraph = document.add_paragraph()
    for n, text in enumerate(texts):
        if n:
            paragraph.add_run().add_break()
        paragraph.add_run(text)


def honey() -> Any:
    """The beginning of a report, with a list of participants whose names and offices are one paragraph."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"
    document.add_paragraph("Post Event Report", style="Title")
    bold(document, "Topic:", "\u00a0“Honey, Bees and the Hill Farmer”")
    lines(document, "Organized by: Shehad Society & Hunza College", "Date: 5th\u00a0May,\u00a02023", "Venue: Karimabad")
    bold(document, "Participants of the Panel")
    lines(document, "Mr. Didar Baig", "Beekeeper, Gulmit")
    lines(document, "Dr. Shahnaz Karim", "Entomologist", "Hunza College")
    lines(document, "Ms. Nargis Aman", "Moderator")
    return document


def test_lists_and_soft_breaks() -> None:
    """Automatic items are points; a list within one, and paragraphs between two, belong to the point above."""
    document = honey()
    bold(document, "Panelist One: Didar Baig")
    bold(document, "Topic: ", "Moving the hives")
    item(document, "Hives should be moved in the night.")
    document.add_paragraph("A truck with a net costs less than the bees which die.")
    item(document, "Do not spray when the apricot is in flower:")
    item(document, "not in the morning", 1)
    item(document, "not near water", 1)
    bold(document, "Panelist Two: Dr. Shahnaz Kareem").add_run().add_break()
    bold(document, "Topic: ", "Disease in the hive")
    item(document, "Sugar water is no medicine.")
    bold(document, "Conclusion")
    document.add_paragraph("Bees are the cheapest labour of the hills.")
    draft = saved(document)
    didar, shahnaz = draft.panelists
    assert didar.points == [
        "Hives should be moved in the night. A truck with a net costs less than the bees which die.",
        "Do not spray when the apricot is in flower: not in the morning not near water",
    ]
    assert (didar.role, shahnaz.role) == ("Beekeeper, Gulmit", "Entomologist Hunza College")
    assert (shahnaz.name, shahnaz.aliases) == ("Dr. Shahnaz Kareem", ["Dr. Shahnaz Karim"])
    assert (draft.title, draft.day_words) == ("Honey, Bees and the Hill Farmer", "5th May, 2023")
    assert draft.organizers == ["Shehad Society", "Hunza College"]
    assert draft.takeaway == "Bees are the cheapest labour of the hills."
    assert draft.warnings == []
    assert "CONFIDENTIAL" not in str(draft)


def test_tracked_changes_links_and_hidden_text() -> None:
    """What was put in is read, what was taken out is not; the text of links is text."""
    document = honey()
    bold(document, "Panelist One: Didar Baig")
    bold(document, "Topic: ", "Hives")
    paragraph = item(document, "Each keeper should ")
    space = nsdecls("w")
    for xml in (
        f'<w:ins {space} w:id="1" w:author="x"><w:r><w:t xml:space="preserve">open the hive </w:t></w:r></w:ins>',
        f'<w:del {space} w:id="2" w:author="x"><w:r><w:delText>burn it</w:delText></w:r></w:del>',
        f"<w:hyperlink {space}><w:r><w:t>every ten days</w:t></w:r></w:hyperlink>",
        f"<w:r {space}><w:rPr><w:vanish/></w:rPr><w:t>secretly</w:t></w:r>",
        f"<w:r {space}><w:t>, self</w:t><w:noBreakHyphen/><w:t>taught.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    document.add_heading("Takeaway", 1)
    document.add_paragraph("Bees.")
    (didar,) = saved(document).panelists
    assert didar.points == ["Each keeper should open the hive every ten days, self-taught."]


def test_a_paragraph_behind_the_last_item_is_named() -> None:
    """It may belong to the point or not: it is taken, and the editor is told; a remark on the session is not taken."""
    document = honey()
    bold(document, "Panelist One: Didar Baig")
    bold(document, "Topic: ", "Hives")
    item(document, "Hives should be moved in the night.")
    document.add_paragraph("The road is empty then.")
    bold(document, "Panelist Two: Dr. Shahnaz Karim")
    bold(document, "Topic: ", "Disease")
    item(document, "Sugar water is no medicine.")
    document.add_paragraph("The moderator thanked the speaker and the audience.")
    document.add_heading("Takeaway", 1)
    document.add_paragraph("Bees.")
    draft = saved(document)
    assert [p.points for p in draft.panelists] == [
        ["Hives should be moved in the night. The road is empty then."], ["Sugar water is no medicine."],
    ]  # fmt: skip
    said = [r.what for r in draft.warnings]
    assert said == [
        "taken as part of the point above: “The road is empty then.”",
        "left out: “The moderator thanked the speaker and the audience.”",
    ]


def table(document: Any, *rows: tuple[str, ...]) -> None:
    """A table of these cells."""
    made = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


def test_a_form_for_each_panelist() -> None:
    """Tables with "Topic | …" row by row, for the event and for each panelist."""
    document = docx.Document()
    table(document, ("Title of Event", "Kites and Wires"), ("Date", "2/3/2020"), ("Organized by", "Basant Forum"))
    for n, name, points in (
        (1, "Mr. Riaz Gill", "1. Ban it.\n2. Fine the seller."),
        (2, "Ms. Tehmina Butt", "Build walls."),
    ):
        document.add_paragraph("")
        table(
            document,
            (f"Panelist {n}", name),
            ("Designation", "Teacher"),
            ("Topic", "Roofs"),
            ("Recommendations", points),
        )
    document.add_paragraph("Way forward:")
    document.add_paragraph("Festival yes, wire no.")
    draft = saved(document)
    assert (draft.title, draft.organizers, draft.warnings) == ("Kites and Wires", ["Basant Forum"], [])
    assert [(p.name, p.role, p.topic, p.points) for p in draft.panelists] == [
        ("Mr. Riaz Gill", "Teacher", "Roofs", ["Ban it.", "Fine the seller."]),
        ("Ms. Tehmina Butt", "Teacher", "Roofs", ["Build walls."]),
    ]


def test_a_table_with_a_row_for_each_panelist() -> None:
    """Name, topic and points in columns; each paragraph of the cell is a point."""
    document = honey()
    table(
        document, ("Name", "Topic", "Recommendations"), ("Mr. Didar Baig", "Hives", "Move them at night.\nUse a net."),
        ("Dr. Shahnaz Karim", "Disease", "Burn the sick ones."),
    )  # fmt: skip
    document.add_heading("Takeaway", 1)
    document.add_paragraph("Bees.")
    assert [(p.topic, p.role, p.points) for p in saved(document).panelists] == [
        ("Hives", "Beekeeper, Gulmit", ["Move them at night.", "Use a net."]),
        ("Disease", "Entomologist Hunza College", ["Burn the sick ones."]),
    ]


def test_recommendations_of_all_are_nobodys() -> None:
    """What is recommended jointly behind the last panelist is not put into that panelist's mouth."""
    document = honey()
    for name in ("Didar Baig", "Dr. Shahnaz Karim"):
        bold(document, f"Panelist: {name}")
        bold(document, "Topic: ", f"Bees of {name}")
        item(document, f"{name} would move the hives in the night.")
    bold(document, "Recommendations")
    item(document, "The government should give a subsidy on hives.")
    bold(document, "Conclusion")
    document.add_paragraph("Bees.")
    draft = saved(document)
    assert [len(p.points) for p in draft.panelists] == [1, 1]
    assert any("left out: “The government should" in r.what for r in draft.warnings)


def numbered(document: Any, id_: int, format_: str, text: str) -> None:
    """Define a list with numbers or bullets of its own, as Word does for each list that somebody begins."""
    root = document.part.numbering_part.element
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{format_}"/><w:lvlText w:val="{text}"/></w:lvl>'
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id_}">{level}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{id_}"><w:abstractNumId w:val="{id_}"/></w:num>'))


def listed(document: Any, text: str, id_: int, level: int = 0, style: str = "List Paragraph") -> None:
    """An item of such a list."""
    paragraph = item(document, text, level)
    paragraph.style = style
    paragraph._p.pPr.numPr.numId.val = id_


def test_headings_that_word_numbers() -> None:
    """Panelists, points, bullets in lists of three kinds; a form for the event; two columns of people, no heading."""
    document = docx.Document()
    for id_, format_, text in ((91, "upperRoman", "%1."), (92, "decimal", "%1)"), (93, "bullet", "\uf0b7")):
        numbered(document, id_, format_, text)
    document.add_paragraph("Post-Event Report", "Title")
    document.add_paragraph("Coal, Camels and Drinking Water", "Subtitle")
    table(
        document, ("Date", "28/02/2023 (Tuesday)"), ("Venue", "Mithi"), ("Organised By", "Sahrai Awaz\nThar Alliance")
    )
    document.add_heading("Panel Members", 1)
    table(
        document, ("Dr. Sono Khangharani", "Director, Desert Studies Unit\nMithi"), ("Mr. Laloo Bheel", "Herdsman"),
        ("Ms. Hani Baloch", "Moderator"),
    )  # fmt: skip
    document.add_heading("Panelists' Recommendations", 1)
    for name, topic in (("Dr. Sono Khangharani", "Water of the fifth aquifer"), ("Lalu Bheel", "Grazing")):
        listed(document, f"Panelist: {name}", 91, style="Heading 2")
        bold(document, "Topic: ", topic)
        document.add_paragraph("Recommendations:")
        if topic == "Grazing":
            listed(document, "Leave a corridor for the animals.", 93)
            break
        listed(document, "Wells in twelve villages should be measured.", 92)
        document.add_paragraph("The figures should hang in the otaq.")
        listed(document, "What people fear:", 92)
        listed(document, "fluoride", 93, 1)
        listed(document, "salt", 93, 1)
        listed(document, "A saline lake needs a lining.", 92)
    document.add_heading("Way Forward", 1)
    document.add_paragraph("Thar gave its coal; it asks for its water.")
    document.add_paragraph("A committee will meet before the rains.")
    draft = saved(document)
    assert (draft.title, draft.organizers) == ("Coal, Camels and Drinking Water", ["Sahrai Awaz", "Thar Alliance"])
    assert [(p.name, p.aliases, p.role, p.topic, p.points) for p in draft.panelists] == [
        (
            "Dr. Sono Khangharani", [], "Director, Desert Studies Unit Mithi", "Water of the fifth aquifer", [
                "Wells in twelve villages should be measured. The figures should hang in the otaq.",
                "What people fear: fluoride salt", "A saline lake needs a lining.",
            ],
        ),
        ("Lalu Bheel", ["Mr. Laloo Bheel"], "Herdsman", "Grazing", ["Leave a corridor for the animals."]),
    ]  # fmt: skip
    assert draft.takeaway == "Thar gave its coal; it asks for its water. A committee will meet before the rains."
    assert draft.warnings == []


def test_names_and_offices_parted_by_a_tab() -> None:
    """In a bulleted list a tab parts them as a comma would, wherever the office has a comma of its own."""
    document = honey()
    item(document, "Dr. Mehreen Shah\tLecturer, Hunza College")
    document.add_heading("Panelist 1: Mehreen Shah", 2)
    document.add_paragraph("Topic: Bees")
    item(document, "Plant clover where the road was cut.")
    draft = saved(document)
    assert [(p.name, p.role) for p in draft.panelists] == [("Mehreen Shah", "Lecturer, Hunza College")]


def test_a_table_that_says_under_remarks_who_moderated() -> None:
    """Remarks such as "Panelist" and "Moderator" are no points, and a moderator is no panelist."""
    document = honey()
    table(
        document, ("Name", "Designation", "Remarks"), ("Mehreen Shah", "Lecturer", "Panelist"),
        ("Bano Karim", "Journalist", "Moderator"),
    )  # fmt: skip
    document.add_heading("First Panelist: Mehreen Shah", 2)
    document.add_paragraph("Topic: Bees")
    item(document, "Plant clover where the road was cut.")
    draft = saved(document)
    assert [(p.name, p.role, p.points) for p in draft.panelists] == [
        ("Mehreen Shah", "Lecturer", ["Plant clover where the road was cut."])
    ]
    assert [r.what for r in draft.notes if "Bano" in r.what] == ["left out: Bano Karim, no panelist"]
