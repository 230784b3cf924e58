"""Own dates, and telling them."""

from django.urls import path

from zhixing.web.dates import paper_views, views

app_name = "dates"
urlpatterns = [
    path("mine/dates/", views.mine, name="mine"),
    path("mine/dates/feeds/", views.open_feed, name="open_feed"),
    path("mine/dates/feeds/<uuid:feed>/revoke/", views.revoke_feed, name="revoke_feed"),
    path("<int:year>/dates/", views.publishing, name="publishing"),
    path("<int:year>/dates/papers/", paper_views.papers, name="papers"),
    path("<int:year>/dates/notice.<slug:ending>", paper_views.notice, name="notice"),
    path("<int:year>/dates/wall/<uuid:station>.<slug:ending>", paper_views.wall, name="wall"),
]
