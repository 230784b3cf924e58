"""A member's year."""

from django.urls import path

from zhixing.web.member import views

app_name = "member"
urlpatterns = [
    path("<int:year>/mine/", views.mine, name="mine"),
    path("<int:year>/mine/export/<slug:form>/", views.mine_export, name="mine_export"),
    path("<int:year>/members/<uuid:person>/", views.person, name="person"),
    path("<int:year>/members/<uuid:person>/export/<slug:form>/", views.person_export, name="person_export"),
]
