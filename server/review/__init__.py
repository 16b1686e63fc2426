"""The maintainer's pages: the queue of articles that wait for a label, in the browser."""

from server.review.pages import review

__all__ = ["review"]
