"""The page on cases lists every action of both systems with its fields, and says the same as the code."""

from sandbox.scenario.actions import PAGE, page


def test_the_page_lists_every_action_with_its_fields() -> None:
    text = PAGE.read_text()

    assert text == page(text), "python -m sandbox.scenario.actions writes it anew"
