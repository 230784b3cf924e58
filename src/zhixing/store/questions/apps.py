"""The Django app."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """zhixing.store.questions."""

    name = "zhixing.store.questions"
    label = "questions"
