"""Forms to print."""

from django.urls import path

from zhixing.web.forms import views

app_name = "forms"
urlpatterns = [
    path("<int:year>/forms/", views.index, name="list"),
    path("<int:year>/forms/sign-in/", views.sign_in, name="sign_in"),
    path("<int:year>/forms/plan/<uuid:branch>.<slug:ending>", views.plan, name="plan"),
    path("forms/roster/<uuid:branch>.<slug:ending>", views.roster, name="roster"),
    path("forms/session/<uuid:session>/<slug:form>.<slug:ending>", views.session, name="session"),
    path("forms/talk/<uuid:fact>.<slug:ending>", views.talk, name="talk"),
    path("forms/practice/<uuid:fact>.<slug:ending>", views.practice, name="practice"),
]
