"""Text as the other system takes it: without control characters, HTML or more than it can hold."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Final

LONGEST_TEXT: Final = 4000
LONGEST_NAME: Final = 255

_BLOCKS: Final = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN: Final = frozenset({"script", "style"})


def one_line(value: object, *, longest: int = LONGEST_NAME) -> str:
    """Remove control characters, make every run of white space one space and cut."""
    return _squeezed(_printable(value), longest) if value else ""


def paragraphs(value: object, *, longest: int = LONGEST_TEXT) -> str:
    """Like `one_line`, but keep the lines apart and drop the empty ones."""
    text = _printable(value)
    if "\n" not in text:
        return _squeezed(text, longest)
    lines = (_squeezed(line, longest) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:longest].rstrip()


def without_html(value: object) -> str:
    """Give the words of an HTML text, a line for each block."""
    reader = _Words()
    reader.feed(value if isinstance(value, str) else "")
    reader.close()
    return paragraphs("".join(reader.words))


def ascii_only(value: str) -> str:
    """Replace what is not ASCII: accents go, other characters become a question mark."""
    plain = unicodedata.normalize("NFKD", value)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return plain.encode("ascii", "replace").decode("ascii")


def is_printable_ascii(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _squeezed(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest].rstrip()


def _printable(value: object) -> str:
    """Line ends become one kind, tabs a space; other control characters and halves of surrogate pairs go."""
    text = value if isinstance(value, str) else ""
    if text.isascii() and text.isprintable():
        return text  # as nearly every text is
    text = re.sub(r"\r\n?|[\u2028\u2029\x85\v\f]", "\n", text).replace("\t", " ")
    return "".join(character for character in text if character == "\n" or _is_harmless(character))


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs")


class _Words(HTMLParser):
    """Collects the text of an HTML fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (HTMLParser's)
        self._hidden += tag in _HIDDEN
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(re.sub(r"\s+", " ", data))

    def _break_at(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")
