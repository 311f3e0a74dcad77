"""Capacity units of what was read, and what counts as a record written."""

from sandbox.bench.dynamo import Usage, read_units, size

BIG = {"pk": {"S": "x" * 4_100}}
SMALL = {"pk": {"S": "x"}}


def test_a_batch_is_rounded_up_item_by_item_and_pays_for_what_is_not_there() -> None:
    asked = {"RequestItems": {"t": {"Keys": [{}, {}, {}], "ConsistentRead": True}}}

    assert read_units("BatchGetItem", asked, {"Responses": {"t": [BIG, SMALL]}}) == 4


def test_a_query_is_rounded_up_as_a_whole_and_costs_half_unless_it_insists() -> None:
    answer = {"Items": [SMALL] * 50}

    assert read_units("Query", {}, answer) == 0.5
    assert read_units("Query", {"ConsistentRead": True}, answer) == 1


def test_an_empty_query_costs_one_read_all_the_same() -> None:
    assert read_units("Query", {"ConsistentRead": True}, {"Items": []}) == 1


def test_an_item_weighs_its_names_and_values() -> None:
    item = {"name": {"S": "é"}, "n": {"N": "1234"}, "m": {"M": {"b": {"BOOL": True}}}, "l": {"L": [{"B": b"12"}]}}

    assert size(item) == (4 + 2) + (1 + 3) + (1 + 3 + 1 + 1 + 1) + (1 + 3 + 1 + 2)


def test_only_items_of_records_count_as_records_written() -> None:
    usage = Usage()
    record, link, lock = {"status_key": {"S": "k"}, **SMALL}, dict(SMALL), {"Key": SMALL}
    asked = {"TransactItems": [{"Put": {"Item": record}}, {"Put": {"Item": link}}, {"ConditionCheck": lock}]}

    usage.note("TransactWriteItems", asked, {"ConsumedCapacity": [{"CapacityUnits": 6.0}]})

    assert (usage.records_written, usage.items_written, usage.write_units) == (1, 2, 6)


def test_a_fresh_count_keeps_what_the_counting_has_cost() -> None:
    usage = Usage(own_cpu=0.5, secrets=3, write_units=6)

    usage.clear()

    assert (usage.own_cpu, usage.secrets, usage.write_units, usage.total) == (0.5, 0, 0, 0)
