"""What goes by itself when its term has come: sheets a year after the test, signatures after three.

Before the sheets go, what they tell of the items is kept as counts. Results on record are facts with a term of
their own.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhixing.core.papers.keeping import written_results
from zhixing.core.papers.results import Answered, results
from zhixing.store.papers import api, queries

SHEETS_YEARS, SIGNED_YEARS = 1, 3
"""As the models' register of personal data says it."""


def tidy(*, now: dt.datetime) -> int:
    """Deletes what is past its term. How many sheets went."""
    past = api.ended(_years_back(now, SHEETS_YEARS))
    bodies = {}
    for sitting, paper in queries.papers_by_sitting(past).items():
        rows = queries.sheets([sitting], counted=True)
        bodies[sitting] = written_results(results(paper, [Answered(one.answers, one.marks) for one in rows]))
    with transaction.atomic():
        gone = api.forget_sheets(bodies)
        api.strike(_years_back(now, SIGNED_YEARS))
    return gone


def _years_back(now: dt.datetime, years: int) -> dt.datetime:
    try:
        return now.replace(year=now.year - years)
    except ValueError:  # 29 February
        return now.replace(year=now.year - years, day=28)
