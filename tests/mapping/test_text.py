"""Text without what the other system cannot take."""

import pytest

from shared.mapping.text import ascii_only, is_printable_ascii, one_line, paragraphs, without_html


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("  Byron \t Ltd\r\n", "Byron Ltd"),
        ("a\u0000b\u0007c\u0085d", "abc d"),
        ("half \ud83d of a pair", "half of a pair"),
        ("größe 🎽", "größe 🎽"),
        (None, ""),
        (7, ""),
    ],
)
def test_a_line_has_no_control_characters_and_single_spaces(written: object, line: str) -> None:
    assert one_line(written) == line


def test_a_line_that_is_cut_does_not_end_in_a_space() -> None:
    assert one_line("abc def", longest=4) == "abc"


def test_paragraphs_keep_their_lines_and_lose_the_empty_ones() -> None:
    assert paragraphs("one\r\n\r\n  two \rthree\u2028four") == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Soft tee</p>", "Soft tee"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>a</li><li>b &amp; c</li></ul>", "a\nb & c"),
        ("<b>bold</b>ly 5 &lt; 6 &nbsp;&eacute;", "boldly 5 < 6 é"),
        ("<style>p{}</style><script>alert('<p>')</script>kept", "kept"),
        ("</style>stray</p>", "stray"),
        ("plain 3 < 4 text", "plain 3 < 4 text"),
        ("", ""),
        (None, ""),
    ],
)
def test_html_becomes_words(html: object, words: str) -> None:
    assert without_html(html) == words


def test_html_is_cut_to_what_xero_takes() -> None:
    assert len(without_html("<p>" + "x" * 5000)) == 4000


@pytest.mark.parametrize(("written", "plain"), [("Überzahlung", "Uberzahlung"), ("£5 – ok", "?5 ? ok"), ("ok", "ok")])
def test_ascii_keeps_the_letters_and_marks_the_rest(written: str, plain: str) -> None:
    assert ascii_only(written) == plain


@pytest.mark.parametrize(("number", "fits"), [("SI-1001", True), ("PO 7/A", True), ("Nº1", False), ("a\tb", False)])
def test_numbers_are_printable_ascii(number: str, fits: bool) -> None:
    assert is_printable_ascii(number) is fits


def test_a_text_is_cut_to_what_is_asked_for() -> None:
    assert (one_line("abcdef", longest=3), paragraphs("abcdef", longest=3)) == ("abc", "abc")
    assert paragraphs("ab\ncdef", longest=4) == "ab\nc"
    assert paragraphs("ab\ncdef", longest=3) == "ab"


@pytest.mark.parametrize(
    ("html", "words"), [("<div>a</div>b", "a\nb"), ("a\n  b", "a b"), ("<script>x</script>a<br>b", "a\nb")]
)
def test_blocks_end_a_line_and_line_ends_of_the_source_do_not(html: str, words: str) -> None:
    assert without_html(html) == words


@pytest.mark.parametrize("tag", ["br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"])
def test_every_block_begins_a_line(tag: str) -> None:
    assert without_html(f"a<{tag}>b") == "a\nb"
