"""Values are bound, never pasted into SQL.

Ruff's S608 sees every f-string as an injection. This looks closer: what stands in the SQL of the store's
noun modules is a constant of our own, a fragment that an engine gives, or made of these.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

STORE = Path(__file__).parents[2] / "src" / "orgctl" / "store"
# engines, upkeep and `store copy` build SQL from names of tables; there S608 speaks
SQL_BUILDERS = {"copying.py", "postgres.py", "sqlite.py", "upkeep.py"}
FRAGMENTS = {"among", "among_texts", "hold"}
STATEMENT = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|VALUES|AND|ORDER BY)\b")


def suspects(source: str) -> list[str]:
    """What f-strings with SQL interpolate and nothing vouches for."""
    module = ast.parse(source)
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    return [
        f"line {text.lineno}: {ast.unparse(value)}"
        for function in functions
        for text in ast.walk(function)
        if isinstance(text, ast.JoinedStr) and STATEMENT.search(_constant_part(text))
        for value in _interpolated(text)
        if not _is_ours(value, function, module)
    ]


def _is_ours(node: ast.expr, function: ast.FunctionDef, module: ast.Module) -> bool:
    match node:
        case ast.Constant(value=value):
            return isinstance(value, str)
        case ast.Attribute(attr=name) | ast.Name(id=name) if name.isupper():
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in FRAGMENTS
        case ast.Name(id=name):
            values = _values_of(name, function, module)
            return bool(values) and all(_is_ours(value, *where) for value, *where in values)
        case ast.JoinedStr():
            parts = _interpolated(node)
        case ast.IfExp(body=left, orelse=right) | ast.BinOp(left=left, right=right):
            parts = [left, right]
        case _:
            return False
    return all(_is_ours(part, function, module) for part in parts)


def _values_of(
    name: str, function: ast.FunctionDef, module: ast.Module
) -> list[tuple[ast.expr, ast.FunctionDef, ast.Module]]:
    """All that a local name may hold: what is assigned to it, or passed where the function is private."""
    values = [
        (node.value, function, module)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]
    parameters = [argument.arg for argument in function.args.args]
    if name in parameters and function.name.startswith("_"):
        place = parameters.index(name)
        for caller in ast.walk(module):
            if isinstance(caller, ast.FunctionDef):
                values += [
                    (node.args[place], caller, module)
                    for node in ast.walk(caller)
                    if isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == function.name
                ]
    return values


def _constant_part(text: ast.JoinedStr) -> str:
    return "…".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))


def _interpolated(text: ast.JoinedStr) -> list[ast.expr]:
    return [part.value for part in text.values if isinstance(part, ast.FormattedValue)]


@pytest.mark.parametrize(
    "module", sorted({path.name for path in STORE.glob("*.py")} - SQL_BUILDERS - {"__init__.py"})
)
def test_sql_is_made_of_constants_and_fragments(module: str):
    assert suspects((STORE / module).read_text()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "def f(tx, email):\n    tx.one(f\"SELECT 1 FROM users WHERE email = '{email}'\")",
        'def f(tx, a):\n    part = "x"\n    if a:\n        part = a\n    tx.all(f"SELECT * FROM users {part}")',
        'def f(tx, name):\n    tx.run(f"UPDATE users SET name = {name.upper()}")',
        'def _f(tx, part):\n    tx.all(f"SELECT 1 WHERE {part}")\ndef g(tx, a):\n    _f(tx, a)',
    ],
)
def test_a_pasted_value_is_found(planted: str):
    assert suspects(planted) != []
