"""The annual plan and its lessons."""

from django.urls import path

from zhixing.web.plan import lesson_views, version_views, views

app_name = "plan"
urlpatterns = [
    path("plan/", views.home, name="home"),
    path("<int:year>/plan/", views.year, name="year"),
    path("<int:year>/plan/export/<slug:form>/", views.export, name="export"),
    path("<int:year>/plan/table/<slug:ending>/", views.table, name="table"),
    path("<int:year>/plan/document/<slug:ending>/", views.document, name="document"),
    path("<int:year>/plan/cells/<slug:cell>/", views.cell, name="cell"),
    path("<int:year>/plan/draft/", version_views.draft, name="draft"),
    path("<int:year>/plan/step/", version_views.step, name="step"),
    path("<int:year>/plan/versions/", version_views.versions, name="versions"),
    path("<int:year>/plan/versions/restore/", version_views.restore, name="restore"),
    path("<int:year>/plan/opinions/", version_views.opinions, name="opinions"),
    path("<int:year>/plan/opinions/answer/", version_views.answer_one, name="answer"),
    path("<int:year>/plan/lessons/new/", lesson_views.new, name="new"),
    path("<int:year>/plan/lessons/<uuid:lesson>/", lesson_views.lesson, name="lesson"),
    path("<int:year>/plan/lessons/<uuid:lesson>/edit/", lesson_views.edit, name="edit"),
    path("<int:year>/plan/lessons/<uuid:lesson>/teaching/", lesson_views.teaching, name="teaching"),
    path("<int:year>/plan/lessons/<uuid:lesson>/act/", lesson_views.act, name="act"),
    path(
        "<int:year>/plan/lessons/<uuid:lesson>/paper/<slug:ending>/", lesson_views.paper, name="lesson_paper"
    ),
]
