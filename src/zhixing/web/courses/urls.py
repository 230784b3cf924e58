"""Courses."""

from django.urls import path

from zhixing.web.courses import sandbox, views

app_name = "courses"
urlpatterns = [
    path("courses/", views.desk, name="desk"),
    path("courses/xapi/", views.xapi, name="xapi"),
    path("courses/place/", views.place, name="place"),
    path("courses/<uuid:article>/", views.opened, name="open"),
    path("courses/<uuid:article>/<int:nth>/", views.play, name="play"),
    path("courses/<uuid:article>/anew/", views.anew, name="anew"),
    path("course-files/<str:ticket>/<path:name>", sandbox.file, name="file"),
]
