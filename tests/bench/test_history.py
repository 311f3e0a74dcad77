"""What is put into the table as history is what the connector would have written, each under keys of its own."""

from sandbox.bench.history import copies
from shared.records.items import to_item, to_record
from tests.records.builders import a_record


def test_copies_of_a_record_share_no_key_and_are_read_back_as_they_are() -> None:
    made = list(copies(a_record(), range(3)))
    items = [to_item(copy, "shop") for copy in made]

    assert [to_record(item) for item in items] == made
    for name in ("sk", "listed", "remote_id"):
        assert len({item[name]["S"] for item in items}) == 3, name
