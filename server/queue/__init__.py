"""What waits for a label: readers' reports with their text, and imported articles."""

from server.queue.items import (
    STATES,
    Item,
    Label,
    LabelError,
    NoSuchItem,
    Piece,
    StateChanged,
    storable,
    text_id,
)
from server.queue.store import Queue

__all__ = [
    "STATES",
    "Item",
    "Label",
    "LabelError",
    "NoSuchItem",
    "Piece",
    "Queue",
    "StateChanged",
    "storable",
    "text_id",
]
