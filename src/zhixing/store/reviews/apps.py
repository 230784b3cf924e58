"""The Django app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """zhixing.store.reviews."""

    name = "zhixing.store.reviews"
    label = "reviews"
