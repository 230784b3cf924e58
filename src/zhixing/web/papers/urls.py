"""Papers, sittings, and a member's own tests."""

from django.urls import path

from zhixing.web.papers import making, sittings, taking, views

app_name = "papers"
urlpatterns = [
    path("papers/", views.home, name="home"),
    path("papers/export/<slug:form>/", views.papers_export, name="papers_export"),
    path("papers/sittings/export/<slug:form>/", views.sittings_export, name="sittings_export"),
    path("papers/make/", making.make, name="make"),
    path("papers/delayed/", taking.delayed, name="delayed"),
    path("papers/<uuid:paper>/", views.paper, name="paper"),
    path("papers/<uuid:paper>/print/<slug:form>/", views.document, name="document"),
    path("papers/<uuid:paper>/open/", sittings.open_sitting, name="open"),
    path("papers/sittings/<uuid:sitting>/", sittings.sitting, name="sitting"),
    path("papers/sittings/<uuid:sitting>/export/<slug:form>/", sittings.export, name="export"),
    path("papers/sittings/<uuid:sitting>/close/", sittings.close, name="close"),
    path("papers/sittings/<uuid:sitting>/key/", sittings.key, name="key"),
    path("papers/sittings/<uuid:sitting>/marks/", sittings.marks, name="marks"),
    path("papers/take/<uuid:sitting>/", taking.take, name="take"),
    path("papers/take/<uuid:sitting>/begin/", taking.begin, name="begin"),
    path("papers/take/<uuid:sitting>/save/", taking.save, name="save"),
    path("papers/take/<uuid:sitting>/hand-in/", taking.hand_in, name="hand_in"),
    path("papers/take/<uuid:sitting>/result/", taking.result, name="result"),
    path("papers/take/<uuid:sitting>/count/", taking.count, name="count"),
    path("papers/take/<uuid:sitting>/drop/", taking.drop, name="drop"),
]
