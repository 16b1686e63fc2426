"""What waits for a label: readers' reports with their text, and imported articles."""

from server.queue.items import (
    STATES,
    Added,
    Item,
    Label,
    LabelError,
    NoSuchItem,
    Piece,
    storable,
    text_id,
)
from server.queue.store import Queue

__all__ = [
    "STATES",
    "Added",
    "Item",
    "Label",
    "LabelError",
    "NoSuchItem",
    "Piece",
    "Queue",
    "storable",
    "text_id",
]
