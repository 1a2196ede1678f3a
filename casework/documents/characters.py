"""Which characters a document can carry, so that no text that people paste in can spoil it."""

import unicodedata

LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))


def printable(text: str) -> str:
    """Keep what can be printed: line breaks and tabs stay, other control characters go.

    Word files and PDFs both refuse control characters and halves of surrogate pairs, which
    come along when text is pasted from other programs.
    """
    lines = text.replace("\r\n", "\n").translate(LINE_ENDS)
    return "".join(character for character in lines if _is_text(character))


def _is_text(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
