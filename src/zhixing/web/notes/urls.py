"""Notes."""

from django.urls import path

from zhixing.web.notes import desk, views

app_name = "notes"
urlpatterns = [
    path("mine/notes/", views.mine, name="mine"),
    path("mine/notes/new/", views.new, name="new"),
    path("mine/notes/export/<slug:form>/", views.mine_export, name="mine_export"),
    path("notes/", desk.listing_page, name="desk"),
    path("notes/export/<slug:form>/", desk.export, name="export"),
    path("notes/draw/", desk.draw, name="draw"),
    path("notes/<uuid:note>/", views.one, name="one"),
    path("notes/<uuid:note>/check/", desk.check, name="check"),
    path("notes/<uuid:note>/pictures/<int:number>/", views.picture, name="picture"),
]
