from __future__ import annotations

import re
import shlex

import pytest

from orgctl.domain.refusals import Code
from orgctl.domain.rulebook import EXPLANATIONS, RULES, explanation_named, rule_for, rule_named

POLICY = {
    "A1": set(),
    "A2": {"not_found.organization"},
    "A3": set(),
    "B1": {"create.not_admin"},
    "B2": {"trial.expired"},
    "B3": {"license.none_free", "license.too_few", "license.on_trial"},
    "B4": {"url.taken", "url.invalid", "url.not_superadmin"},
    "B5": {"limit.memberships"},
    "B6": {"limit.created"},
    "B7": {"limit.crm_plus_created", "limit.crm_plus_invited"},
    "B8": {"limit.zoho_one", "external.not_zoho_one", "external.standard_only"},
    "B9": set(),
    "R1": {"role.superadmin_required", "role.transfer_target"},
    "R2": {"role.not_admin", "role.not_superadmin"},
    "R3": set(),
    "C1": {"invite.already_pending", "invite.already_member"},
    "C2": {"invite.expired", "invite.not_pending"},
    "C3": {"invite.not_yours"},
    "C4": {"invite.email_only"},
    "D1": {"not_found.organization"},
    "D2": {"not_found.organization"},
    "D3": {"not_found.organization"},
    "D4": {"not_found.organization"},
    "E1": {"role.not_admin"},
    "E2": {"integrate.cardinality"},
    "E3": {"integrate.wrong_side"},
}


def test_the_rulebook_has_every_rule_of_the_policy_in_its_order_with_its_codes():
    assert {rule.id: {code.value for code in rule.codes} for rule in RULES} == POLICY
    assert [rule.id for rule in RULES] == list(POLICY)


def test_only_the_rules_of_roles_are_readings_as_a_whole():
    assert [rule.id for rule in RULES if rule.is_reading] == ["R1", "R2", "R3"]


def test_every_code_has_one_explanation_in_the_order_of_the_codes():
    assert [explanation.code for explanation in EXPLANATIONS] == list(Code)


@pytest.mark.parametrize("explanation", EXPLANATIONS, ids=lambda explanation: explanation.code.value)
def test_an_explanation_says_in_sentences_what_it_means_and_what_to_do(explanation):
    for text in (explanation.meaning, explanation.remedy):
        assert re.fullmatch(r"[A-Z`].+\.", text, re.DOTALL)


@pytest.mark.parametrize("explanation", EXPLANATIONS, ids=lambda explanation: explanation.code.value)
def test_a_code_that_names_a_rule_is_one_of_that_rule_s_codes(explanation):
    rule = rule_for(explanation.code)

    assert (rule is None) is (explanation.rule is None)
    assert rule is None or (rule.id == explanation.rule and explanation.code in rule.codes)


def test_every_code_of_a_rule_leads_back_to_a_rule():
    assert all(rule_for(code) is not None for rule in RULES for code in rule.codes)


def test_a_plan_s_codes_and_faults_belong_to_no_rule():
    assert rule_for(Code.PLAN_STALE) is None
    assert rule_for(Code.STORE_FULL) is None


@pytest.mark.parametrize("text", ["B5", "b5", " B5 "])
def test_a_rule_is_found_by_its_id_however_it_is_cased(text):
    rule = rule_named(text)

    assert rule is not None
    assert rule.title == "At most 10 organizations"


@pytest.mark.parametrize("text", ["limit.created", " Limit.Created "])
def test_a_code_is_found_however_it_is_cased(text):
    explanation = explanation_named(text)

    assert explanation is not None
    assert explanation.rule == "B6"


@pytest.mark.parametrize("text", ["", "B", "B55", "limit", "limit.", "limits.created"])
def test_what_is_neither_a_rule_nor_a_code_is_not_found(text):
    assert rule_named(text) is None
    assert explanation_named(text) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_is_and_what_to_do(rule):
    texts = [rule.sentence, rule.remedy, *rule.readings, *(quote.english for quote in rule.quotes)]

    assert all(re.fullmatch(r"[A-Z`].+[.:]", text, re.DOTALL) for text in texts)
    assert not any(re.search(r"\w\(|\)\w|  ", text) for text in texts)
    assert rule.title
    assert rule.section


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_worked_example_meets_a_code_of_its_rule_if_the_rule_has_any(rule):
    met = {step.code for step in rule.example if step.code is not None}

    assert met & set(rule.codes) or not rule.codes


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_worked_example_is_made_of_commands_and_ends_well(rule):
    assert all(shlex.split(step.command)[0] == "orgctl" for step in rule.example)
    assert all((step.code is None) is (step.exit == 0) for step in rule.example)
    assert all(("TOKEN" in step.command) is (step.token_of is not None) for step in rule.example)
    assert len(rule.example) >= 4


def test_every_refusal_of_a_rule_is_met_in_some_worked_example():
    met = {step.code for rule in RULES for step in rule.example}

    assert {code for rule in RULES for code in rule.codes} - met == set()
