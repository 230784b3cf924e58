"""The front door, and the organ's year."""

from django.urls import path

from zhixing.web.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("places/", views.places, name="places"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/export/<slug:form>/", views.year_export, name="year_export"),
]
