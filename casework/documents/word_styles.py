"""How our Word files look: page, letters and the few paragraph styles that they use.

Word files keep the looks in named styles, so that an editor can change them in one place.
"""

from __future__ import annotations

from datetime import UTC, datetime

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from casework.documents.characters import printable
from casework.documents.shapes import Document

TEXT_WIDTH = Cm(17.2)
LABEL_WIDTH = Cm(5.6)
LETTERS = "Arial"
"""Present wherever Word is; the letters of our design are not."""

INK, SECOND_INK, BRAND = (RGBColor.from_string(code) for code in ("1B2A30", "4A5860", "0F4A4C"))

HEADINGS = {"Heading 1": (20, INK), "Heading 2": (14, BRAND), "Heading 3": (11, INK)}

CLAY_LINE = (
    '<w:pBdr {}><w:left w:val="single" w:sz="18" w:space="8" w:color="A64B0C"/></w:pBdr>'.format(
        nsdecls("w")
    )
)


def describe(word: WordFile, document: Document, now: datetime) -> None:
    """Give the file its title, language and date, and nobody's name as its author."""
    about = word.core_properties
    about.title = printable(document.title)
    about.language = document.language
    about.author = about.last_modified_by = "Holdfast"
    about.comments = ""
    about.created = about.modified = now.astimezone(UTC).replace(tzinfo=None)


def set_styles(word: WordFile, language: str) -> None:
    """Set letters, headings and our own paragraph styles."""
    normal = word.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(10.5), INK
    normal.paragraph_format.space_after = Pt(5)
    for name, (size, colour) in HEADINGS.items():
        heading = word.styles[name]
        heading.font.size, heading.font.color.rgb, heading.font.bold = Pt(size), colour, True
        heading.paragraph_format.space_before = Pt(14 if size < 20 else 0)
        heading.paragraph_format.space_after = Pt(4)
    for name in ("Normal", *HEADINGS):
        _set_letters(word.styles[name])
    _set_language(word, language)
    _add_own_styles(word)


def set_page(word: WordFile, document: Document) -> None:
    """Give the latest part of the file its A4 page, with what stands on top and at the foot."""
    part = word.sections[-1]
    part.page_width, part.page_height = Cm(21), Cm(29.7)
    part.left_margin = part.right_margin = Cm(1.9)
    part.top_margin = part.bottom_margin = Cm(2.4)
    part.header.is_linked_to_previous = part.footer.is_linked_to_previous = False
    _write_top(part.header.paragraphs[0], document)
    foot = part.footer.paragraphs[0]
    foot.style = word.styles["Fine"]
    foot.add_run("\n".join(map(printable, document.footer)))


def widths(shares: list[int]) -> list[int]:
    """Divide the width of the page between columns by their shares."""
    return [TEXT_WIDTH * share // sum(shares) for share in shares]


def repeat_first_row(table: WordTable) -> None:
    """Mark the first row as headings, repeated on each page, and keep every row whole."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _write_top(top: Paragraph, document: Document) -> None:
    top.style = "Fine"
    stops = top.paragraph_format.tab_stops
    stops.add_tab_stop(TEXT_WIDTH // 2, WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    top.add_run(printable(document.reference) + "\t")
    top.add_run(printable(document.marking)).bold = True
    top.add_run("\tPage ")
    _add_number(top, "PAGE")
    top.add_run(" of ")
    _add_number(top, "NUMPAGES")


def _add_number(paragraph: Paragraph, of: str) -> None:
    """Put in a number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), of)
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)


def _set_letters(style) -> None:
    style.font.name = LETTERS
    letters = style.element.get_or_add_rPr().get_or_add_rFonts()
    for themed in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        letters.attrib.pop(qn(f"w:{themed}"), None)
    letters.set(qn("w:hAnsi"), LETTERS)
    letters.set(qn("w:cs"), LETTERS)


def _set_language(word: WordFile, language: str) -> None:
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    marked = defaults.find(qn("w:lang"))
    marked.set(qn("w:val"), language)


def _draw_line_beside(style) -> None:
    """Draw the clay line; Word refuses files whose properties stand in another order."""
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    style.element.get_or_add_pPr().insert_element_before(parse_xml(CLAY_LINE), *later)


def _add_own_styles(word: WordFile) -> None:
    def style(name, *, size=10.5, colour=INK, bold=False, before=0, after=5):
        own = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = word.styles["Normal"]
        own.font.size, own.font.color.rgb, own.font.bold = Pt(size), colour, bold
        own.paragraph_format.space_before = Pt(before)
        own.paragraph_format.space_after = Pt(after)
        return own

    style("Fine", size=8.5, colour=SECOND_INK, after=0)
    style("Quiet", colour=SECOND_INK)
    style("Cell", size=9.5, after=1)
    style("Gap", size=4, after=0)
    style("Label", bold=True, before=6, after=2).paragraph_format.keep_with_next = True
    hanging = style("Field", after=3).paragraph_format
    hanging.left_indent, hanging.first_line_indent = LABEL_WIDTH, -LABEL_WIDTH
    hanging.tab_stops.add_tab_stop(LABEL_WIDTH)
    own_words = style("Own words", size=12.5, before=6, after=2)
    own_words.paragraph_format.keep_with_next = True
    for beside in (own_words, style("Note", after=6), style("Note title", bold=True, after=0)):
        beside.paragraph_format.left_indent = Cm(0.4)
        _draw_line_beside(beside)
    word.styles["Note title"].paragraph_format.keep_with_next = True
