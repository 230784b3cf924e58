"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from zhixing.web.account.urls import sign_in

urlpatterns = [
    # Tried in this order: what phones and members ask for most often stands first.
    path("", include("zhixing.api.urls")),
    path("", include("zhixing.web.member.urls")),
    path("", include("zhixing.web.offline.urls")),
    path("", include("zhixing.web.health.urls")),
    *sign_in,
    path("", include("zhixing.web.account.urls")),
    path("", include("zhixing.web.overview.urls")),
    path("", include("zhixing.web.officer.urls")),
    path("", include("zhixing.web.intake.urls")),
    path("", include("zhixing.web.people.urls")),
    path("", include("zhixing.web.correction.urls")),
    path("", include("zhixing.web.calendar.urls")),
    path("", include("zhixing.web.forms.urls")),
    path("", include("zhixing.web.recording.urls")),
    path("", include("zhixing.web.rosters.urls")),
    path("", include("zhixing.web.plan.urls")),
    path("", include("zhixing.web.batches.urls")),
    path("", include("zhixing.web.todo.urls")),
    path("", include("zhixing.web.problems.urls")),
    path("", include("zhixing.web.papers.urls")),
    path("", include("zhixing.web.questions.urls")),
    path("", include("zhixing.web.packs.urls")),
    path("", include("zhixing.web.dates.urls")),
    path("", include("zhixing.web.memory.urls")),
    path("", include("zhixing.web.today.urls")),
    path("", include("zhixing.web.courses.urls")),
    path("", include("zhixing.web.notes.urls")),
    path("", include("zhixing.web.library.urls")),
    path("", include("zhixing.web.rulebooks.urls")),
    path("", include("zhixing.web.compliance.urls")),
    path("", include("zhixing.web.keeping.urls")),
    path("", include("zhixing.web.voices.urls")),
    path("", include("zhixing.web.notices.urls")),
    path("", include("zhixing.web.openings.urls")),
    path("", include("zhixing.web.keepers.urls")),
]
