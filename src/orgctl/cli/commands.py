"""How commands are declared and helped: Typer's, built one at a time, with help that teaches."""
# ruff: noqa: ARG002 (what Click calls has Click's parameters)

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer
from typer._click.globals import get_current_context
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_params_convertors_ctx_param_name_from_function

from orgctl.cli import front, streams, tree
from orgctl.cli.language import _, later
from orgctl.cli.options import Org, Output
from orgctl.cli.usage import no_such_command
from orgctl.domain.refusals import Code, InvalidInput, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer._click import Command, Context, HelpFormatter, Parameter
    from typer.core import TyperOption

    from orgctl.cli.context import Run
    from orgctl.cli.output.formats import Format

F = TypeVar("F", bound="Callable[..., None]")


_MANDATORY = later("required")
"""Click's word for an argument that must be given."""


class Lesson(NamedTuple):
    """What help teaches beside the sentence: examples that work, and the rules that the command falls under."""

    examples: tuple[str, ...]
    rules: tuple[str, ...]


def group(sentence: str) -> typer.Typer:
    """A module's commands; the sentence is the help of the word that they stand below."""
    return typer.Typer(
        help=sentence, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )


def command(app: typer.Typer, name: str, *examples: str, rules: str = "") -> Callable[[F], F]:
    """Register a function as a command; its docstring's first line is the sentence of its help."""

    def register(function: F) -> F:
        function.__dict__["lesson"] = Lesson(examples, tuple(rules.split()))
        app.command(name, cls=Leaf)(function)
        return function

    return register


def begin(context: typer.Context, *, output: Format | None = None, org: str | None = None) -> Run:
    """The run that a command belongs to, with what was asked for after the command's name."""
    run: Run = context.obj
    run.settle(output=output, org=org)
    return run


class _Helped:
    """Help on standard output, where a failure to write is told."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option: TyperOption | None = super().get_help_option(ctx)  # type: ignore[misc]  # a mixin of commands
        if option is not None:
            option.callback = _show_help
            option.help = _("Show this help.")
        return option

    def get_help_option_names(self, ctx: Context) -> list[str]:
        return ["-h", "--help"]


def _show_help(context: Context, _option: Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        streams.write_out(context.get_help() + "\n")
        context.exit()


class Leaf(_Helped, TyperCommand):
    """A command that does something."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, sentence, arguments, options, examples, rules."""
        lesson: Lesson = getattr(self.callback, "lesson", Lesson((), ()))
        sentence, _rest, more = (self.help or "").partition("\n")
        lines = [*_usage(self, ctx), "", *front.wrapped(_(sentence), formatter.width)]
        if more.strip():
            lines += ["", *front.wrapped(_(" ".join(more.split())), formatter.width)]
        lines += _parameters(self, ctx, formatter.width)
        if lesson.examples:
            lines += ["", _("Example:"), *(f"  {example}" for example in lesson.examples)]
        if lesson.rules:
            rules = _("Rules: {rules} (orgctl explain {first})").format(
                rules=", ".join(lesson.rules), first=lesson.rules[0]
            )
        else:
            rules = _("Rules: none; the policy does not speak of it.")
        lines += ["", *front.wrapped(rules, formatter.width)]
        formatter.write("\n".join(lines) + "\n")


class Branch(_Helped, TyperGroup):
    """A word with words below it, each built when it is asked for."""

    def __init__(self, name: str, app: typer.Typer, params: list[Parameter]) -> None:
        super().__init__(
            name=name, help=str(app.info.help), params=params, callback=_remember, rich_markup_mode=None
        )
        self.app = app

    def list_commands(self, ctx: Context) -> list[str]:
        """The words below, in the order in which the module has them."""
        return list(self._words())

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """One of them."""
        build = self._words().get(cmd_name)
        return build(cmd_name) if build else None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """As Click does, with our own words for a word that there is not."""
        found = self.get_command(ctx, args[0])
        if found is None:
            raise _unknown(ctx.command_path, args[0], self.list_commands(ctx))
        return args[0], found, args[1:]

    def invoke(self, ctx: Context) -> object:
        """Ask for a word where there is none."""
        if not ctx._protected_args:  # noqa: SLF001 (Click has no other name for what follows)
            raise InvalidInput(
                Code.USAGE_MISSING,
                say("{path} needs one of: {words}.", path=ctx.command_path, words=self.list_commands(ctx)),
                say("See: {path} --help", path=ctx.command_path),
            )
        return super().invoke(ctx)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, sentence, and the words with theirs."""
        entries = [
            (str(info.name), _((info.callback.__doc__ or "").partition("\n")[0]))
            for info in self.app.registered_commands
            if info.callback is not None
        ]
        entries += [(word.name, _(word.sentence)) for word in tree.NESTED.get(self.name or "", ())]
        usage = _("Usage: {path} COMMAND …").format(path=ctx.command_path)
        lines = [usage, "", *front.wrapped(_(self.help or ""), formatter.width), "", _("Commands:")]
        lines += front.definitions(entries, formatter.width, first=9)
        more = _("{path} COMMAND --help teaches one of them.").format(path=ctx.command_path)
        formatter.write("\n".join([*lines, "", *front.wrapped(more, formatter.width)]) + "\n")

    def _words(self) -> dict[str, Callable[[str], Command]]:
        built: dict[str, Callable[[str], Command]] = {
            str(info.name): lambda _name, info=info: get_command_from_info(  # type: ignore[misc]
                info, pretty_exceptions_short=False, rich_markup_mode=None
            )
            for info in self.app.registered_commands
        }
        for word in tree.NESTED.get(self.name or "", ()):
            built[word.name] = lambda name, word=word: Branch(name, _imported(word), self.params)  # type: ignore[misc]
        return built


class Root(_Helped, TyperGroup):
    """`orgctl` itself: imports the one module that has the word."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Every word, in the order in which people work."""
        return [word.name for word in tree.words()]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of a word."""
        word = tree.word(cmd_name)
        if word is None:
            return None
        app = _imported(word)
        if word.below:
            return Branch(word.name, app, _defaults())
        info = next(info for info in app.registered_commands if info.name == word.name)
        return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """As Click does, with our own words for a word that there is not."""
        found = self.get_command(ctx, args[0])
        if found is None:
            raise _unknown(ctx.command_path, args[0], self.list_commands(ctx))
        return args[0], found, args[1:]

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The page that `orgctl --help` answers with, wherever the option stands."""
        formatter.write(front.page(formatter.width))


def _imported(word: tree.Word) -> typer.Typer:
    app: typer.Typer = importlib.import_module(word.module).app
    return app


def _unknown(path: str, name: str, known: list[str]) -> InvalidInput:
    """A word that is none here; one that stands elsewhere is meant there: `orgctl rename`, `orgctl org switch`."""
    elsewhere = [f"orgctl {word.name}" for word in tree.words() if word.name == name]
    elsewhere += [f"orgctl {word.name} {name}" for word in tree.words() if name in word.below]
    if not elsewhere:
        return no_such_command(path, name, known)
    return InvalidInput(
        Code.USAGE_ARGUMENT,
        say("There is no command {name}.", name=f"{path} {name}"),
        say("Did you mean {meant}?", meant=elsewhere[0]),
    )


def defaults(output: Output = None, org: Org = None) -> None:
    """What may also stand between a word and the word below it."""


def _defaults() -> list[Parameter]:
    params, _convertors, _name = get_params_convertors_ctx_param_name_from_function(defaults)
    return list(params)


def _remember(**given: Format | str | None) -> None:
    get_current_context().obj.settle(**given)


def _usage(command: Command, ctx: Context) -> list[str]:
    arguments = [param.human_readable_name for param in command.params if param.param_type_name == "argument"]
    required = [
        f"{param.opts[-1]} {param.make_metavar(ctx)}"
        for param in command.params
        if param.param_type_name == "option" and param.required
    ]
    path = " ".join([ctx.command_path, *arguments, *required])
    return [_("Usage: {path} [OPTIONS]").format(path=path)]


def explained(text: str) -> str:
    """What Click says of a parameter, `Its help.  [default: 50; x>=1]`, in the user's language."""
    sentence, bracket, extra = text.rpartition("[")
    if not bracket or not extra.endswith("]"):
        return _(text)
    said = []
    for each in extra.removesuffix("]").split("; "):
        name, colon, value = each.partition(": ")
        is_default = name == "default" and colon
        said.append(_("default: {value}").format(value=value) if is_default else _(each))
    return f"{_(sentence.rstrip())}  [{'; '.join(said)}]".lstrip()


def _parameters(command: Command, ctx: Context, columns: int) -> list[str]:
    records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None:
            records[param.param_type_name].append((record[0], explained(record[1])))
    lines: list[str] = []
    for title, entries in ((_("Arguments:"), records["argument"]), (_("Options:"), records["option"])):
        if entries:
            lines += ["", title, *front.definitions(entries, columns, first=9)]
    return [*lines, "", _("Options that hold everywhere: orgctl --help")]
