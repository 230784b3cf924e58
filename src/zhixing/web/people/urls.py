"""Members, non-members, transfers and organisations."""

from django.urls import path

from zhixing.web.people import unit_views, views

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="list"),
    path("people/export/<slug:form>/", views.export, name="export"),
    path("people/new/", views.new_member, name="new_member"),
    path("people/new-candidate/", views.new_candidate, name="new_candidate"),
    path("people/transfers/", views.transfers, name="transfers"),
    path("people/transfers/export/<slug:form>/", views.transfers_export, name="transfers_export"),
    path("people/<uuid:person>/", views.card, name="card"),
    path("people/<uuid:person>/change/<slug:verb>/", views.change, name="change"),
    path("people/<uuid:person>/transfer/<slug:step>/", views.step, name="step"),
    path("organisations/", unit_views.organisations, name="organisations"),
    path("organisations/export/<slug:form>/", unit_views.organisations_export, name="organisations_export"),
    path("organisations/new/", unit_views.found, name="found"),
    path("organisations/<uuid:branch>/<slug:act>/", unit_views.unit, name="unit"),
]
