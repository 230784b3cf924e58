"""Packs and what comes back of them."""

from django.urls import path

from zhixing.web.packs import back, mine, paper, views

app_name = "packs"
urlpatterns = [
    path("packs/", views.listing, name="list"),
    path("packs/export/<slug:form>/", views.export, name="export"),
    path("packs/compose/", views.compose, name="compose"),
    path("packs/returns/", back.desk, name="desk"),
    path("packs/returns/export/<slug:form>/", back.export, name="returns_export"),
    path("packs/returns/read/", back.read, name="read"),
    path("packs/returns/accept/", back.accept, name="accept"),
    path("packs/returns/confirm/", back.confirm, name="confirm"),
    path("packs/returns/<uuid:returned>/", back.one, name="return"),
    path("packs/returns/<uuid:returned>/back/", back.send_back, name="send_back"),
    path("packs/<uuid:pack>/", views.one, name="one"),
    path("packs/<uuid:pack>/codes/", views.codes, name="codes"),
    path("packs/<uuid:pack>/paper/", paper.keyed, name="paper"),
    path("packs/<uuid:pack>/withdraw/", views.withdraw, name="withdraw"),
    path("packs/<uuid:pack>/<slug:version>/file/<slug:form>/", views.file, name="file"),
    path("mine/packs/", mine.listing, name="mine"),
    path("mine/packs/<uuid:pack>/<slug:version>/", mine.one, name="read_mine"),
    path("mine/packs/<uuid:pack>/<slug:version>/hand-in/", mine.hand_in, name="hand_in"),
    path("mine/packs/<uuid:pack>/<slug:version>/file/<slug:form>/", mine.file, name="my_file"),
]
