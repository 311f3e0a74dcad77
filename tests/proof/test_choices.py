"""What the seed of a storm decides: every setting and switch has each of its choices, and what people say holds."""

import pytest

from sandbox.proof.storm.choices import BY_SEED, SETTINGS, SYSTEMS, settings_of, switches_of

SEEDS = range(40)


@pytest.mark.parametrize("name", SETTINGS)
def test_each_choice_of_a_setting_has_its_seeds(name: str) -> None:
    assert {settings_of(seed, {})[name] for seed in SEEDS} == set(SETTINGS[name])


@pytest.mark.parametrize("place", BY_SEED)
def test_each_choice_of_a_switch_has_its_seeds(place: str) -> None:
    system, _, name = place.partition(".")

    assert {switches_of(seed, ())[system][name] for seed in SEEDS} == set(SYSTEMS[system][name])


def test_no_two_are_always_chosen_together() -> None:
    chosen = [tuple(settings_of(seed, {}).values()) for seed in SEEDS]

    assert len(set(chosen)) == 8


def test_a_seed_decides_the_same_each_time() -> None:
    assert (settings_of(7, {}), switches_of(7, ())) == (settings_of(7, {}), switches_of(7, ()))


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_what_people_say_holds(seed: int) -> None:
    said = ("xero.reconciled_payment=deleted", "brightpearl.methods_have_banks=FALSE", "xero.rounding=half_even")

    switches = switches_of(seed, said)

    assert settings_of(seed, {"excess": "hold", "deposits": None})["excess"] == "hold"
    assert switches["xero"]["reconciled_payment"] == "deleted"
    assert switches["brightpearl"]["methods_have_banks"] is False
    assert switches["xero"]["rounding"] == "half_even"


def test_a_choice_that_there_is_not_is_refused() -> None:
    with pytest.raises(StopIteration):
        switches_of(1, ("xero.rounding=always",))
    with pytest.raises(KeyError):
        switches_of(1, ("xero.mood=glad",))
