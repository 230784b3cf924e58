"""Branches and members lists."""

from django.urls import path

from zhixing.web.officer import views

app_name = "officer"
urlpatterns = [
    path("<int:year>/branches/<uuid:branch>/", views.branch, name="branch"),
    path("<int:year>/branches/<uuid:branch>/export/<slug:form>/", views.branch_export, name="branch_export"),
    path("<int:year>/members/", views.members, name="members"),
    path("<int:year>/members/export/<slug:form>/", views.members_export, name="members_export"),
]
