"""A member's year."""

from django.urls import path

from zhixing.web.member import own_views, views

app_name = "member"
urlpatterns = [
    path("mine/held/", own_views.held, name="held"),
    path("mine/held/<slug:word>/", own_views.aspect, name="aspect"),
    path("mine/readers/", own_views.who_read, name="readers"),
    path("mine/readers/export/<slug:form>/", own_views.who_read_export, name="readers_export"),
    path("mine/copy/<slug:form>/", own_views.copy, name="copy"),
    path("mine/objections/", own_views.own_list, name="objections"),
    path("mine/objections/<uuid:objection>/", own_views.own_objection, name="objection"),
    path("mine/objections/<uuid:objection>/withdraw/", own_views.withdraw, name="withdraw_objection"),
    path("mine/object/<uuid:fact>/", own_views.object_to, name="object"),
    path("<int:year>/mine/", views.mine, name="mine"),
    path("<int:year>/mine/export/<slug:form>/", views.mine_export, name="mine_export"),
    path("<int:year>/members/<uuid:person>/", views.person, name="person"),
    path("<int:year>/members/<uuid:person>/export/<slug:form>/", views.person_export, name="person_export"),
]
