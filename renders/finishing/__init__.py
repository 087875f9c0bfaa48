"""Finishing: what a template may ask of its PDF beyond printing it, done to open PDFs. Same input, same bytes."""

from renders.finishing.claims import ConformanceFailed, save_claiming
from renders.finishing.dressing import dress
from renders.finishing.extras import Extras, Joined, Supply
from renders.finishing.locking import locked

__all__ = ["ConformanceFailed", "Extras", "Joined", "Supply", "dress", "locked", "save_claiming"]
