"""Complaints and suggestions."""

from django.urls import path

from zhixing.web.voices import views

app_name = "voices"
urlpatterns = [
    path("complaints/", views.say, name="say"),
    path("complaints/answer/", views.look_up, name="answer"),
    path("voices/", views.desk, name="desk"),
    path("voices/<int:voice>/reply/", views.reply, name="reply"),
]
"""The first two are open to anybody, without an account and without a trace."""
