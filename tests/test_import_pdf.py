"""PDFs as Word and other programs make them: justified text, tables with and without rules, headers, numbers apart."""

from __future__ import annotations

import io
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Table, TableStyle

from bot.importing.document import UnreadableError
from bot.importing.draft import Draft
from bot.knowledge.model import Report
from tests import reportwriting
from tests.test_import_layouts import OTHERS, check, imported


def typeset(report: Report, *, justified: bool, leading: float, ruled: bool, bullets: str, header_later: bool) -> bytes:
    """A PDF by a typesetter's own paragraphs, lists and tables."""
    sheet = getSampleStyleSheet()
    body = ParagraphStyle(
        "b",
        parent=sheet["BodyText"],
        alignment=4 if justified else 0,
        leading=leading,
        fontSize=11,
        fontName="Times-Roman",
    )
    story: list[Any] = [
        Paragraph(f"Post Event Report on “{report.title}”", sheet["Title"]),
        Paragraph(f"<b>Organised by:</b> {'; '.join(report.organizers)}", body),
        Paragraph(f"<b>Date:</b> {report.date.day} {report.date:%B}, {report.date.year}", body),
        Paragraph("Introduction", sheet["Heading2"]), Paragraph(reportwriting.INTRODUCTION, body),
        Paragraph("List of Participants", sheet["Heading2"]),
    ]  # fmt: skip
    cells = [[Paragraph(p.name, body), Paragraph(p.role, body)] for p in report.panelists]
    table = Table([["Name", "Designation and Organization"], *cells], colWidths=[150, 300])
    rules = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    table.setStyle(TableStyle([*rules, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    story.append(table)
    for n, one in enumerate(report.panelists, 1):
        story.append(Paragraph(f"Speaker {n} – {one.name}", sheet["Heading3"]))
        story.append(Paragraph(f"<b>Topic:</b> {one.topic}", body))
        story.append(Paragraph("<i>Recommendations made by the panelist:</i>", body))
        if bullets == "run in":
            story += [Paragraph(f"&bull; {p.text}", body) for p in one.points]
        else:
            items: list[Any] = [ListItem(Paragraph(p.text, body)) for p in one.points]
            kind = "bullet" if bullets == "bullets" else "1"
            story.append(ListFlowable(items, bulletType=kind, start=None))
    story += [Paragraph("Conclusion", sheet["Heading2"]), Paragraph(report.takeaway, body)]

    def decorate(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica-Oblique", 8)
        if page.page > 1 or not header_later:
            canvas.drawString(72, A4[1] - 40, "Annual dialogue series 2023")
        canvas.drawRightString(A4[0] - 72, 40, f"{page.page} | P a g e")

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story, onFirstPage=decorate, onLaterPages=decorate)
    return out.getvalue()


@pytest.mark.parametrize(
    ("number", "justified", "leading", "ruled", "bullets", "header_later"),
    [
        (0, True, 13, True, "bullets", False), (1, False, 16, False, "numbers", True),
        (2, True, 22, False, "run in", False),
        (3, False, 13, True, "numbers", True), (4, True, 16, True, "bullets", True),
        (5, True, 13, False, "numbers", False),
    ],
)  # fmt: skip
def test_a_typesetters_pdf(
    number: int, justified: bool, leading: float, ruled: bool, bullets: str, header_later: bool
) -> None:
    """All is read, over several pages; headers and page numbers are left out and named."""
    report = reportwriting.load(OTHERS[number])
    data = typeset(
        report, justified=justified, leading=leading, ruled=ruled, bullets=bullets, header_later=header_later
    )  # fmt: skip
    draft = imported(data, "report.pdf")
    check(draft, report)
    assert draft.warnings == []
    assert [r.place for r in draft.notes if "P a g e" in r.what] == list(
        range(1, max(r.place for r in draft.notes) + 1)
    )


def test_a_header_that_comes_once() -> None:
    """On two pages, with a header on the second only: it does not end up within a point."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    y = 780.0
    for text in (
        "Topic: Bees", "Organized by Shehad Forum", "Date: 3-4-2020", "First Panelist: Didar Baig", "Topic: Hives",
        "• Hives should be moved in the night, when the road is empty and when the",
    ):  # fmt: skip
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, y, text)
        y -= 14
    canvas.showPage()
    canvas.setFont("Helvetica", 8)
    canvas.drawString(72, 815, "Shehad Forum, Karimabad")
    canvas.setFont("Times-Roman", 11)
    for n, text in enumerate(("bees are all at home and do not fly about.", "Takeaway", "Bees first.")):
        canvas.drawString(72, 770 - 20 * n, text)
    canvas.showPage()
    canvas.save()
    draft = imported(out.getvalue(), "report.pdf")
    assert draft.panelists[0].points == [
        "Hives should be moved in the night, when the road is empty and when the bees are all at home "
        "and do not fly about."
    ]
    assert draft.takeaway == "Bees first."


def test_a_scan_is_told_from_text() -> None:
    """A PDF of pictures holds nothing that could be read."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(100, 100, 200, 200)
    canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadableError, match="holds no text"):
        imported(out.getvalue(), "report.pdf")


def test_each_speaker_on_a_page() -> None:
    """A heading that stands at the same place on every page and differs in its number is no page header."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    pages = [
        ("Topic: Bees", "Organized by Shehad Forum", "Date: 3-4-2020"),
        *((f"SPEAKER {n}", name, f"Topic: Hives {n}", f"• Point {n} is that bees should stay at home at night.")
          for n, name in ((1, "Didar Baig"), (2, "Shahnaz Karim"), (3, "Sultan Ayub"))),
        ("Takeaway", "Bees first."),
    ]  # fmt: skip
    for page in pages:
        canvas.setFont("Times-Roman", 11)
        for n, text in enumerate(page):
            canvas.drawString(72, 780 - 20 * n, text)
        canvas.showPage()
    canvas.save()
    draft = imported(out.getvalue(), "report.pdf")
    assert [(p.name, p.topic, len(p.points)) for p in draft.panelists] == [
        ("Didar Baig", "Hives 1", 1), ("Shahnaz Karim", "Hives 2", 1), ("Sultan Ayub", "Hives 3", 1),
    ]  # fmt: skip


MANGO = (
    (
        "*Report: Saving the Mango Orchards of Multan", "Organised by:", "- Growers Guild",
        "- Institute of Horticulture",
        "Date of event: Sunday 19 June, 2022", "", "*Panel:",
        "Dr. Shakeela Mazari (Plant Pathologist), Mr. Bashir Langah (Grower and Ex-",
        "porter) and Ms. Iqra Nawaz (Market Analyst, Mandi Online)", "Moderated by Mr. Usman Kharal", "",
        "*SPEAKER ONE: DR. SHAKEELA MAZARI", "Topic: Sudden death of the tree", "",
        "1. Sick trees have to be cut and burnt at once. The Institute will lend a saw to small-", ">holders.",
        "2. Nurseries should be certi-", ">fied. Nobody knows from which mother tree a plant comes, and the dis-",
    ),
    (
        ">ease travels with the pot.", "3. Do not plough deeper than ten centi-", ">metres under the crown.", "",
        "*SPEAKER TWO: MR. BASHIR LANGAH", "Topic: Land for houses or for trees", "",
        "1. The only remedy is a law which lets no well-", ">bearing orchard be built on.",
    ),
    (
        "*SPEAKER THREE: MS. IQRA NAWAZ", "Topic: Prices before the harvest", "",
        "1. Post the prices of five cities every evening.", "", "*Conclusion & Way Forward",
        "The mango is older than the city.",
    ),
)  # fmt: skip
"""Pages of lines: * is bold, > stands in."""


def test_words_broken_over_lines_and_pages() -> None:
    """Below a header of two lines; the participants are one line that was broken within a word."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number, page in enumerate(MANGO, 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 810, "Growers Guild")
        canvas.drawRightString(520, 810, "June 2022")
        canvas.drawString(72, 798, "Post Event Report")
        canvas.drawCentredString(297, 40, f"– {number} –")
        y = 770
        for line in page:
            y -= 15 if line else 8
            canvas.setFont("Times-Bold" if line[:1] == "*" else "Times-Roman", 11)
            canvas.drawString(90 if line[:1] == ">" else 72, y, line.lstrip("*>"))
        canvas.showPage()
    canvas.save()
    draft = imported(out.getvalue(), "report.pdf")
    assert draft.title == "Saving the Mango Orchards of Multan"
    assert draft.organizers == ["Growers Guild", "Institute of Horticulture"]
    assert [(p.name, p.role, p.points) for p in draft.panelists] == [
        (
            "Dr. Shakeela Mazari", "Plant Pathologist", [
                "Sick trees have to be cut and burnt at once. The Institute will lend a saw to smallholders.",
                "Nurseries should be certified. Nobody knows from which mother tree a plant comes, and the disease "
                "travels with the pot.",
                "Do not plough deeper than ten centimetres under the crown.",
            ],
        ),
        (
            "Mr. Bashir Langah", "Grower and Exporter",
            ["The only remedy is a law which lets no well-bearing orchard be built on."],
        ),
        ("Ms. Iqra Nawaz", "Market Analyst, Mandi Online", ["Post the prices of five cities every evening."]),
    ]  # fmt: skip
    assert draft.takeaway == "The mango is older than the city."
    assert draft.warnings == []


NEWSPAPER = (
    (
        "Panelist 1: Dr. Sadia Khokhar", "Topic: Milk in the heat",
        "1. Milk should be cooled within two", "hours of milking, on the farm and not at",
        "the collection point. This is the 14^th",
        "year in which we say so.", "2. Every village needs one chiller that", "runs on the sun.",
        "Panelist 2: Mr. Tufail Gondal", "Topic: The price of milk",
        "1. Pay by the fat in the milk and not by", "the litre, so that nobody waters it.",
    ),
    (
        "2. Publish the price of the week on the", "door of the mosque and of the school.",
        "Panelist 3: Ms. Nasreen Wattoo", "Topic: Women who keep buffaloes",
        "1. Open the account for the milk in the", "name of the woman who milks.",
        "2. Train women as veterinary helpers in", "every union council of the district.",
        "Conclusion", "Clean milk begins with cold milk and", "with a fair price for it.",
    ),
)  # fmt: skip
"""The columns of a page; ^ raises."""


@pytest.mark.parametrize("turned", [False, True])
def test_two_columns_of_text(turned: bool) -> None:
    """The left column is read before the right; what runs over both stays where it is; raised letters stay too,
    and a plain heading that had no room in the line above is one."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    if turned:  # printed sideways, shown upright
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -A4[1])
    canvas.setFont("Times-Bold", 16)
    canvas.drawString(60, 790, "Report on Cold Milk")
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(60, 770, "Organised by Dairy Forum, Okara")
    canvas.drawString(60, 756, "Date: 9 May 2023")
    for left, column, shift in ((60, NEWSPAPER[0], 0), (310, NEWSPAPER[1], 4)):
        for n, line in enumerate(column):
            text, _, raised = line.partition("^")
            canvas.setFont("Times-Bold" if line.startswith("Panelist") else "Times-Roman", 12)
            canvas.drawString(left, 720 - shift - 16 * n, text)
            width = canvas.stringWidth(text, "Times-Roman", 12)
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(left + width, 724 - shift - 16 * n, raised)
    canvas.showPage()
    canvas.save()
    draft = imported(out.getvalue(), "report.pdf")
    assert (draft.title, draft.organizers) == ("Cold Milk", ["Dairy Forum, Okara"])
    assert [(p.name, p.topic, p.points) for p in draft.panelists] == [
        (
            "Dr. Sadia Khokhar", "Milk in the heat", [
                "Milk should be cooled within two hours of milking, on the farm and not at the collection point. This "
                "is the 14th year in which we say so.",
                "Every village needs one chiller that runs on the sun.",
            ],
        ),
        (
            "Mr. Tufail Gondal", "The price of milk", [
                "Pay by the fat in the milk and not by the litre, so that nobody waters it.",
                "Publish the price of the week on the door of the mosque and of the school.",
            ],
        ),
        (
            "Ms. Nasreen Wattoo", "Women who keep buffaloes", [
                "Open the account for the milk in the name of the woman who milks.",
                "Train women as veterinary helpers in every union council of the district.",
            ],
        ),
    ]  # fmt: skip
    assert draft.takeaway == "Clean milk begins with cold milk and with a fair price for it."


def test_two_letters_that_are_one_ligature_stay_two() -> None:
    """A glyph that stands for "ff" is two letters in one place, and no letter that was printed twice to look bold."""
    texts = (
        "Topic: Bees", "Organized by Shehad Forum", "Date: 3-4-2020", "First Panelist: Didar Baig", "Topic: Hives",
        "- An e\\001ective o\\001ice moves its hives in the night.", "Takeaway", "Bees \\001irst.",
    )  # fmt: skip
    lines = "".join(f"BT /F 11 Tf 1 0 0 1 72 {780 - 20 * n} Tm ({text}) Tj ET\n" for n, text in enumerate(texts))
    meant = "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <01> <00660066> endbfchar"
    widths = " ".join(["600"] * 126)
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(lines)}>>stream\n{lines}endstream",
        f"<</Type/Font/Subtype/Type1/BaseFont/Courier/FirstChar 1/LastChar 126/Widths[{widths}]/ToUnicode 6 0 R>>",
        f"<</Length {len(meant) + 1}>>stream\n{meant}\nendstream",
    )  # fmt: skip
    body, places = "%PDF-1.4\n", ""
    for n, text in enumerate(objects, 1):
        places += f"{len(body):010} 00000 n \n"
        body += f"{n} 0 obj{text}endobj\n"
    table = f"xref\n0 7\n0000000000 65535 f \n{places}trailer<</Root 1 0 R/Size 7>>\nstartxref\n{len(body)}\n%%EOF\n"
    draft = imported((body + table).encode(), "report.pdf")
    assert draft.panelists[0].points == ["An effective office moves its hives in the night."]
    assert draft.takeaway == "Bees ffirst."


def test_a_table_without_rules_whose_rows_are_apart() -> None:
    """Cells of several lines, the first cell too, and gaps no wider than a few letters: the distance tells the rows."""
    rows = [
        ("Name", "Designation", "Remarks"), ("Prof. Sher Ali of", "Head of Apiculture,", "Panelist"),
        ("Karimabad", "Hunza College", ""), ("Didar Baig", "Beekeeper and baker,", "Panelist"), ("", "Gulmit", ""),
        ("Bano Karim", "Journalist", "Moderator"), ("Zeb Khan", "Bee inspector", "Panelist"),
    ]  # fmt: skip
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Times-Roman", 11)
    y = 800.0
    for text in ("Topic: Bees", "Organized by Shehad Forum", "Date: 3-4-2020", "Participants"):
        canvas.drawString(72, y, text)
        y -= 16
    for n, row in enumerate(rows):
        y -= 14 if n in (2, 4) else 25
        for x, text in zip((72, 160, 262), row, strict=True):
            canvas.drawString(x, y, text)
    for name in ("Prof. Sher Ali", "Didar Baig", "Zeb Khan"):
        for text in (f"Panelist: {name}", "Topic: Hives", f"• {name} would move the hives in the night."):
            y -= 20
            canvas.drawString(72, y, text)
    for text in ("Takeaway", "Bees first."):
        y -= 20
        canvas.drawString(72, y, text)
    canvas.save()
    draft = imported(out.getvalue(), "report.pdf")
    assert [(p.name, p.role) for p in draft.panelists] == [
        ("Prof. Sher Ali", "Head of Apiculture, Hunza College"), ("Didar Baig", "Beekeeper and baker, Gulmit"),
        ("Zeb Khan", "Bee inspector"),
    ]  # fmt: skip


def test_a_form_for_each_panelist() -> None:
    """A ruled table with Name, Designation, Topic and Recommendations row by row, the points in one cell."""
    sheet = getSampleStyleSheet()
    points = [
        "Move the hives in the night, when the road is empty and the bees are all at home.",
        "Sell no sugar as honey.",
    ]
    story: list[Any] = [
        Paragraph(text, sheet["BodyText"]) for text in ("Topic: Bees", "Organized by Shehad Forum", "Date: 3-4-2020")
    ]
    for n, name in enumerate(("Didar Baig", "Mehreen Shah"), 1):
        listed = [Paragraph(f"&bull; {text} It was said by {name}.", sheet["BodyText"]) for text in points]
        rows = [("Name", name), ("Designation", "Beekeeper"), ("Topic", f"Hives {n}"), ("Recommendations", listed)]
        story.append(Paragraph(f"Panelist {n}", sheet["Heading2"]))
        story.append(Table(rows, colWidths=[110, 210], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])))
    story += [Paragraph("Takeaway", sheet["Heading2"]), Paragraph("Bees first.", sheet["BodyText"])]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story)
    draft = imported(out.getvalue(), "report.pdf")
    assert [(p.name, p.role, p.topic) for p in draft.panelists] == [
        ("Didar Baig", "Beekeeper", "Hives 1"), ("Mehreen Shah", "Beekeeper", "Hives 2"),
    ]  # fmt: skip
    assert [p.points for p in draft.panelists] == [
        [f"{text} It was said by {name}." for text in points] for name in ("Didar Baig", "Mehreen Shah")
    ]
    assert draft.warnings == []


def drawn(*pages: list[tuple[float, float, float, str]]) -> Draft:
    """The draft of a PDF with texts at their places: from the left, from above, in this size."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, A4[1] - y, text)
        canvas.showPage()
    canvas.save()
    return imported(out.getvalue(), "report.pdf")


FRONT = ["Topic: Bees", "Organized by Shehad Forum", "Date: 3-4-2020", "Participants"]


def test_a_small_heading_that_begins_a_page_is_no_header() -> None:
    """The heading of a panelist's part is smaller than the text here, and stands apart at the top of the page."""
    first = [(72.0, 60.0 + 20 * n, 12.0, text) for n, text in enumerate(FRONT[:-1])]
    second = [
        (72.0, 60.0, 11.0, "Panelist 1: Didar Baig"), (72.0, 95.0, 12.0, "Topic: Hives"),
        (72.0, 115.0, 12.0, "• Hives should be moved in the night, when the road is empty and when the"),
        (72.0, 130.0, 12.0, "bees are all at home."),
        (72.0, 160.0, 12.0, "Takeaway"), (72.0, 175.0, 12.0, "Bees first."),
    ]  # fmt: skip
    draft = drawn(first, second)
    assert [(p.name, len(p.points)) for p in draft.panelists] == [("Didar Baig", 1)]
    assert [r.what for r in draft.notes] == []


@pytest.mark.parametrize("second", [88.0, 93.0])
def test_a_column_of_numbers_is_one_however_narrow(second: float) -> None:
    """Numbers close to the names, names over two lines: no two columns of text, and no name lacks its end."""
    people = [
        ("Ms. Rukhsana Jam-", "Headmistress, Girls Primary School", "roze"), ("Dr. Adeel Warsiani", "Economist", ""),
        ("Qari Abdul Moiz Kot-", "Imam and Member Local Committee", "lavi"), ("Mr. Ihsan Ullah Khan", "Host", "Mehrvi"),
        ("Ms. Gulnaz Bibi Noor", "Field Coordinator", "Thathwal"), ("Mr. Zeb Khan Wali", "Moderator", ""),
    ]  # fmt: skip
    page = [(72.0, 60.0 + 20 * n, 11.0, text) for n, text in enumerate(FRONT)]
    y = 150.0
    page += [(72.0, y, 11.0, "No."), (second, y, 11.0, "Name"), (205.0, y, 11.0, "Designation")]
    for n, (name, office, rest) in enumerate(people, 1):
        page += [(72.0, y + 18, 11.0, str(n)), (second, y + 18, 11.0, name), (205.0, y + 18, 11.0, office)]
        page += [(second, y + 31, 11.0, rest)] if rest else []
        y += 31 if rest else 18
    names = ["Ms. Rukhsana Jamroze", "Dr. Adeel Warsiani", "Qari Abdul Moiz Kotlavi", "Ms. Gulnaz Bibi Noor Thathwal"]
    lines = [t for n in names for t in (f"Panelist: {n}", "Topic: Hives", f"• {n} would move the hives in the night.")]
    next_page = [(72.0, 60.0 + 20 * n, 11.0, text) for n, text in enumerate([*lines, "Takeaway", "Bees first."])]
    draft = drawn(page, next_page)
    assert [(p.name, p.role) for p in draft.panelists] == [
        (names[0], "Headmistress, Girls Primary School"), (names[1], "Economist"),
        (names[2], "Imam and Member Local Committee"), (names[3], "Field Coordinator"),
    ]  # fmt: skip
