"""What needs you now."""

from django.urls import path

from zhixing.web.todo import views

app_name = "todo"
urlpatterns = [path("todo/", views.listing, name="list")]
