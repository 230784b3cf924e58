"""The rulebooks."""

from django.urls import path

from zhixing.web.rulebooks import views

app_name = "rulebooks"
urlpatterns = [
    path("rulebooks/", views.shelf, name="list"),
    path("rulebooks/<slug:book>/", views.book, name="book"),
    path("rulebooks/<slug:book>/docx/", views.book_docx, name="book_docx"),
    path("rulebooks/<slug:old>/to/<slug:new>/", views.difference, name="difference"),
    path("rulebooks/<slug:old>/to/<slug:new>/docx/", views.difference_docx, name="difference_docx"),
]
