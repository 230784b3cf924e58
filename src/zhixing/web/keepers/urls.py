"""The administrators' pages: security, system, audit."""

from django.urls import path

from zhixing.web.keepers import audit, security, system

app_name = "keepers"
urlpatterns = [
    path("keepers/accounts/", security.accounts, name="accounts"),
    path("keepers/accounts/<int:account>/", security.account, name="account"),
    path("keepers/accounts/<int:account>/grant/", security.grant, name="grant"),
    path("keepers/accounts/<int:account>/factor/", security.factor, name="factor"),
    path("keepers/accounts/<int:account>/unlock/", security.unlock, name="unlock"),
    path("keepers/accounts/<int:account>/sessions/", security.sessions, name="sessions"),
    path("keepers/grants/<int:grant>/end/", security.end, name="end"),
    path("keepers/system/", system.state, name="system"),
    path("keepers/system/accounts/", system.accounts, name="system_accounts"),
    path("keepers/system/accounts/<int:account>/active/", system.active, name="active"),
    path("keepers/system/accounts/<int:account>/invite/", system.invite, name="invite"),
    path("keepers/audit/", audit.lines, name="audit"),
    path("keepers/audit/export/", audit.export, name="audit_export"),
    path("keepers/audit/purge/", audit.purge, name="audit_purge"),
]
