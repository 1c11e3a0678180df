"""The app of the review."""

from importlib import import_module

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Lines, who has them, what people find on them."""

    name = "rollcheck.office.review"
    label = "review"

    def ready(self) -> None:
        """Make the acts and the long work of the review known."""
        for name in ("opening", "giving", "finding", "taking_back"):
            import_module(f"rollcheck.office.review.{name}")
        close_review = import_module("rollcheck.office.review.opening").close_review
        import_module("rollcheck.office.receiving.reopening").BEFORE.append(close_review)
        keep_proposed = import_module("rollcheck.office.review.giving").keep_proposed
        import_module("rollcheck.office.proposals.handlers").AFTER.append(keep_proposed)
