"""What needs you now."""

from django.urls import path

from zhixing.web.todo import views

app_name = "todo"
urlpatterns = [
    path("todo/", views.listing, name="list"),
    path("todo/export/<slug:form>/", views.export, name="export"),
]
