"""Wrong usage, in our own words: what was meant is suggested, and nothing is shouted twice."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from typer._click import exceptions

from orgctl.cli.argv import FLAGS, VALUED
from orgctl.cli.language import later
from orgctl.domain.refusals import Code, InvalidInput, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typer._click import Context, Parameter


def sentences(
    error: exceptions.ClickException,
) -> tuple[Code, Sentence, Sentence | None]:
    """The code, the sentence and the hint of one of Click's errors."""
    context = getattr(error, "ctx", None)
    if isinstance(error, exceptions.NoSuchOption):
        options = _options(context) if context is not None and error.option_name.startswith("--") else ()
        return (
            Code.USAGE_ARGUMENT,
            say("There is no option {option} here.", option=error.option_name),
            _FROM_STDIN
            if error.option_name == "--password"
            else _meant(error.option_name, options) or _help(context),
        )
    if isinstance(error, exceptions.MissingParameter):
        name = "" if error.param is None else _name(error.param)
        return Code.USAGE_MISSING, say("{name} is missing.", name=name), _help(context)
    if isinstance(error, exceptions.BadOptionUsage) and "requires" in error.message:
        return (
            Code.USAGE_MISSING,
            say("{option} needs a value.", option=error.option_name),
            _help(context),
        )
    if isinstance(error, exceptions.BadParameter) and error.param is not None:
        return _bad_value(error, error.param, context)
    extra = _EXTRA.fullmatch(error.message)
    if extra is not None:
        return Code.USAGE_ARGUMENT, *_too_many(extra[1], context)
    return Code.USAGE_ARGUMENT, _in_our_words(error.format_message()), _help(context)


def _in_our_words(message: str) -> Sentence:
    no_value = _NO_VALUE.fullmatch(message)
    if no_value is not None:
        return say("Option '{option}' does not take a value.", option=no_value[1])
    return say("{message}", message=_sentence(message))


def _too_many(words: str, context: Context | None) -> tuple[Sentence, Sentence | None]:
    if context is not None and "--password-stdin" in _options(context):
        # It may well be a password, which is not to be repeated.
        return say("There are more words here than arguments."), _FROM_STDIN
    return say("There is nothing to do with {words} here.", words=words), _help(context)


_FROM_STDIN = say("A password is never an argument: --password-stdin reads it from standard input.")
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)
_CHOICE = re.compile(r"'(.*)' is not one of .*", re.DOTALL)
_NUMBERS = (
    (
        re.compile(r"(?P<given>.*) is not a valid int(?: range)?\.", re.DOTALL),
        later("{name}: {given} is not a valid int."),
    ),
    (
        re.compile(r"(?P<given>.*) is not in the range (?P<range>.*)\.", re.DOTALL),
        later("{name}: {given} is not in the range {range}."),
    ),
)
_NO_VALUE = re.compile(r"Option '(.*)' does not take a value\.", re.DOTALL)


def _bad_value(
    error: exceptions.BadParameter, parameter: Parameter, context: Context | None
) -> tuple[Code, Sentence, Sentence | None]:
    name = _name(parameter)
    choices = getattr(parameter.type, "choices", None)
    given = _CHOICE.fullmatch(error.message)
    if choices and given is not None:
        known = tuple(str(getattr(choice, "value", choice)) for choice in choices)
        return (
            Code.USAGE_ARGUMENT,
            say("{given} is no {name}; there are {known}.", given=given[1], name=name, known=known),
            _meant(given[1], known) or _help(context),
        )
    for pattern, template in _NUMBERS:
        number = pattern.fullmatch(error.message)
        if number is not None:
            return (
                Code.USAGE_ARGUMENT,
                Sentence(template, {"name": name, **number.groupdict()}),
                _help(context),
            )
    return Code.USAGE_ARGUMENT, say("{name}: {why}", name=name, why=_sentence(error.message)), _help(context)


def _name(parameter: Parameter) -> str:
    """What a person has typed it by."""
    is_option = parameter.param_type_name == "option"
    return parameter.opts[-1] if is_option else parameter.human_readable_name


def no_such_command(path: str, name: str, known: Iterable[str]) -> InvalidInput:
    """A word that no command has; `path` is what came before it."""
    return InvalidInput(
        Code.USAGE_ARGUMENT,
        say("There is no command {name}.", name=f"{path} {name}"),
        _meant(name, known, prefix=f"{path} ") or say("See: {path} --help", path=path),
    )


def _meant(name: str, known: Iterable[str], *, prefix: str = "") -> Sentence | None:
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return say("Did you mean {meant}?", meant=prefix + close[0]) if close else None


def _options(context: Context) -> list[str]:
    options = [option for parameter in context.command.get_params(context) for option in parameter.opts]
    return [option for option in (*options, *FLAGS, *VALUED) if option.startswith("--")]


def _help(context: Context | None) -> Sentence | None:
    return say("See: {path} --help", path=context.command_path) if context is not None else None


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
