"""Expressions: computed variables in a small, bounded language on exact decimals. No evaluation of foreign code."""

from templates_app.expressions.checking import check
from templates_app.expressions.evaluation import Computed, arrange, evaluate
from templates_app.expressions.faults import ExpressionError, Issue
from templates_app.expressions.nodes import Expression
from templates_app.expressions.parser import parse

__all__ = ["Computed", "Expression", "ExpressionError", "Issue", "arrange", "check", "evaluate", "parse"]
