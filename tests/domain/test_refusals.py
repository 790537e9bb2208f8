from __future__ import annotations

import pytest

from orgctl.domain.refusals import Code, Refusal, Refused, require, say


def test_a_sentence_is_filled_with_its_values():
    assert str(say("{who} left {what}.", who="Anna", what="Zylker")) == "Anna left Zylker."


def test_a_value_is_data_and_never_a_template():
    assert str(say("{name} is taken.", name="{name.__class__}")) == "{name.__class__} is taken."


def test_a_refusal_is_raised_with_all_that_it_says():
    refusal = Refusal(Code.LIMIT_CREATED, "B6", say("No."), say("Delete one."), ("anna@zylker.example",))

    with pytest.raises(Refused) as failure:
        require(refusal)

    assert failure.value.refusal is refusal
    assert failure.value.code is Code.LIMIT_CREATED
    assert str(failure.value) == "No."
    assert failure.value.hint is refusal.hint


def test_no_refusal_raises_nothing():
    require(None)
