"""Numbers: exact decimals in the words of a locale, rounded half up as people do it on paper."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext

from babel import Locale
from babel.numbers import NumberPattern, get_currency_precision

# The largest finite JSON number has 309 digits; the default context stops at 28.
WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
SMALLEST = Decimal("1e-15")


def as_decimal(value: object) -> Decimal | None:
    """The decimal that was meant (9.99 for the float 9.99, 0.3 for 0.1 + 0.2), or None for what is no finite number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(f"{value:.15g}" if isinstance(value, float) else str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def number_writer(family: str, argument: str, place: Locale) -> Callable[[Decimal], str]:
    """A function that writes decimals as `currency`, `money`, `percent` or `number`, with the format's argument."""
    plain, code = place.decimal_formats[None], argument.upper()
    if family == "percent":
        return _writer(place.percent_formats[None], place, decimals=_decimals(argument), shift=2)
    if family == "number":
        return _writer(plain, place, decimals=_decimals(argument))
    if not argument:
        return _writer(plain, place, decimals=2)
    return _writer(place.currency_formats["standard"], place, decimals=get_currency_precision(code), code=code)


def _decimals(argument: str) -> int | None:
    return int(argument) if argument else None


def _writer(
    pattern: NumberPattern, place: Locale, *, decimals: int | None, shift: int = 0, code: str = ""
) -> Callable[[Decimal], str]:
    patterns: dict[int, NumberPattern] = {}

    def write(number: Decimal) -> str:
        with localcontext(WIDE):
            places = _natural_places(number, shift) if decimals is None else decimals
            if places not in patterns:
                patterns[places] = _with_places(pattern, places)
            # `or` turns a negative zero, the leftover of rounding -0.001, into a plain one.
            rounded = number.quantize(Decimal(1).scaleb(-places - shift)) or Decimal(0)
            return patterns[places].apply(rounded, place, currency=code or None, currency_digits=False)

    return write


def _with_places(pattern: NumberPattern, places: int) -> NumberPattern:
    """The pattern of a locale with exactly so many decimals."""
    exact = copy(pattern)
    exact.frac_prec = (places, places)
    return exact


def _natural_places(number: Decimal, shift: int) -> int:
    exponent = number.quantize(SMALLEST).normalize().as_tuple().exponent
    return max(-exponent - shift, 0) if isinstance(exponent, int) else 0
