import pytest

from app.wages.rules.canonical import scheme_hash, to_data
from app.wages.rules.describe import describe
from app.wages.rules.parse import parse_terms
from app.wages.rules.presets import PRESETS
from tests.wages.three_members import worked_example

BY_HAND = {
    "equal-share": [8000, 8000, 8000],
    "equal-hourly": [8000, 8000, 8000],
    "tariff-grid": [8000, 9600, 12000],
    "level-formula": [8000, 9600, 11520],  # 80 × 1, 1.2, 1.2²
    "additive-skills": [8000, 9600, 12000],
    "seniority": [8000, 8800, 11200],
    "need": [6154, 8000, 9846],  # 240 × 1 : 1.3 : 1.6 of 3.9
    "safety-net": [8800, 9422, 11778],  # the floor; the rest, 212, by 96 : 120
    "solidarity-dial": [7000, 8000, 9000],
    "straight-piece": [6000, 8000, 10000],
    "guaranteed-piece": [8000, 8000, 10000],
    "taylor": [4800, 9600, 12000],
    "merrick": [6000, 8800, 12000],
    "gantt": [8000, 9600, 12000],
    "emerson": [8400, 9600, 11600],
    "halsey": [8000, 8000, 9000],
    "rowan": [8000, 8000, 9600],
    "bedaux": [8000, 8000, 9500],
    "progressive-piece": [6000, 8000, 11000],
    "degressive-piece": [6000, 8000, 9000],
    "crew-piece": [6486, 7784, 9730],  # 240 × 1 : 1.2 : 1.5 of 3.7
    "crew-participation": [5825, 7689, 10486],  # 240 × 1 : 1.32 : 1.8 of 4.12
    "crew-tariff-and-surplus": [6691, 7840, 9469],  # 177.60 of 240 as tariff, 62.40 by 1:1.1:1.2
    "lump-sum-job": [7273, 8000, 8727],  # 240 × 1 : 1.1 : 1.2 of 3.3
    "gainsharing": [8800, 8800, 8800],  # 24 hours at the norm: 288 − 240, half of it, by hours
    "surplus-return": [7243, 7892, 8865],  # 40 each, and 120 × 1 : 1.2 : 1.5 of 3.7
    "self-set-takes": [8108, 9730, 12162],
    "labour-certificates": [640, 640, 640],
    "labour-days": [6000, 8000, 10000],
    "index-with-cap": [8655, 9694, 11251],
    "piece-within-fund": [7500, 10000, 12500],
    "ration-and-piece": [8000, 10000, 12000],
}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_pays_its_worked_example(preset):
    assert worked_example(preset.terms) == BY_HAND[preset.key]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_is_told_in_words_and_survives_its_canonical_form(preset):
    assert str(describe(preset.terms)).strip()
    assert "%" not in str(describe(preset.terms))
    again = parse_terms(to_data(preset.terms))
    assert again == preset.terms
    assert scheme_hash(again) == scheme_hash(preset.terms)


def test_every_preset_has_a_key_and_a_source_of_its_own():
    assert len({preset.key for preset in PRESETS}) == len(PRESETS) == len(BY_HAND)
    assert all(preset.source for preset in PRESETS)
