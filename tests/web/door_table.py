"""Who comes through which door: the table of routes and roles, written down apart from the code."""

from __future__ import annotations

from tests.cast import KEEPERS

OPEN_ROUTES = {"health:alive", "health:ready", "account_login", "account_logout", "account:size"}
OPEN_ROUTES |= {"account:activate", "mfa_authenticate"}
OPEN_ROUTES |= {"voices:say", "voices:answer"}
EVERY_HAT = {"account:privacy", "account:mine", "account_change_password", "account_reauthenticate"}
EVERY_HAT |= {"mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "overview:places"}
EVERY_HAT |= {"overview:home"}
EVERY_HAT |= {"mfa_reauthenticate"}
NOTHING_YET = {"mfa_deactivate_totp", "mfa_view_recovery_codes"}
"""One's own second factor, which nobody here has set (tests/web/test_signing_in.py has)."""
EVERYBODY = {
    "overview:year",
    "rulebooks:list",
    "rulebooks:book",
    "rulebooks:book_docx",
}
EVERYBODY |= {"rulebooks:difference", "rulebooks:difference_docx"}
EVERYBODY |= {"compliance:checkup", "keeping:register", "keeping:register_file", "notices:own"}
KEPT_PAGES = {
    "security": {f"keepers:{name}" for name in ("accounts", "account")},
    "system": {f"keepers:{name}" for name in ("system", "system_accounts")},
    "audit": {f"keepers:{name}" for name in ("audit", "audit_export", "audit_purge")},
}
KEPT_WRITES = {
    "security": {f"keepers:{name}" for name in ("grant", "factor", "unlock", "sessions", "end")},
    "system": {f"keepers:{name}" for name in ("active", "invite")},
    "audit": set[str](),
}
"""Each administrator's own; the writes answer to POST only."""
OPENINGS, OPENING_WRITES = {"openings:members", "openings:export"}, {"openings:slips"}
DESKS = {"voices:desk", "keeping:erasures", "compliance:paper"}
DESK_WRITES = {"voices:reply", "keeping:due", "keeping:decide"}
"""For the organ's officer and the secretary of the committee; the latter answer to POST only."""
FILLED_IN = {"notices:own", "keeping:erasures"}
"""Pages with a form of their own: what they take is held by the tests of their screens."""
FILLED_IN |= {f"people:{name}" for name in ("change", "unit", "new_member", "new_candidate", "found")}
FOUNDING = {"people:found"}
"""The organ's officer's alone."""
OWN_FILE = {"member:mine", "member:mine_export"}
OWN_FILE |= {
    f"member:{name}" for name in ("held", "aspect", "readers", "readers_export", "copy", "objections")
}
OWN_WRITES = {"member:withdraw_objection"}
WHOLE = {"overview:year_export"}
KEPT_BY = ("superior", "leader", "branch", "secretary", "branch_other")
"""Who keeps books, of whatever part."""
IMPORTS = {"intake:list", "intake:export"}
BATCHES = {"intake:report"}
UPLOADS = {"intake:upload", "intake:progress"}
WRITES = {
    f"intake:{verb}"
    for verb in ("receive", "decide", "accept", "drop", "again", "withdraw", "answer", "go_on")
}
"""Answer to POST only; who may is held by the tests of their screens."""
LISTS = {"officer:members", "officer:members_export"}
LISTS |= {f"people:{name}" for name in ("list", "export", "transfers", "transfers_export")}
LISTS |= {"people:organisations", "people:organisations_export"}
BRANCHES = {"officer:branch", "officer:branch_export"}
MEMBERS = {"member:person", "member:person_export"}
BOOKS = {"forms:list", "forms:sign_in", "forms:practice"}
"""For whoever keeps the books of a branch, or of the whole. The visit here was made by both branches."""
FORMS_OWN = {"forms:roster", "forms:plan", "forms:session", "forms:talk"}

MEMBERS |= {"people:card"}
BOOKS |= {"people:new_member", "people:new_candidate"}
FORMS_OWN |= {"people:change", "people:unit"}
NOTHING_YET |= {"people:step"}
WRITES |= {"recording:makeups", "recording:state"}
WRITES |= {"api:record"}
"""What it takes and from whom is held by tests/web/test_records_api.py."""
FILLED_IN |= {"recording:session", "recording:sheet", "recording:form"}
BOOKS |= {"recording:session", "recording:form", "recording:open", "recording:open_export"}
FORMS_OWN |= {"recording:sheet", "recording:entry"}
MEMBERS |= {"recording:session_file"}
LISTS |= {"todo:list", "todo:export", "recording:start"}
SESSION_LISTS = {"recording:sessions", "recording:sessions_export"}
"""For whoever reads a branch's year, and for the publicity officer: no names stand there."""
"""Nobody is being transferred here (tests/web/test_people.py has somebody)."""
BOOKS |= {"correction:list", "correction:export"}
FORMS_OWN |= {"correction:propose"}
NOTHING_YET |= {"correction:case", "member:objection", "member:object"}
"""Nobody has objected to anything here (tests/web/test_correcting_pages.py has somebody)."""
KEPT_PAGES["system"] |= {"calendar:home"}
FOUNDING |= {"calendar:home"}
FILLED_IN |= {"correction:propose", "calendar:home"}
OPEN_ROUTES |= {"api:calendar"}
"""Whoever has the secret address; tests/web/test_dates.py holds that every other is one and the same 404."""
OWN_FILE |= {"dates:mine"}
OWN_WRITES |= {"dates:open_feed", "dates:revoke_feed"}
OWN_FILE |= {"today:home", "memory:home", "memory:wrong", "memory:wrong_export", "memory:subjects"}
OWN_WRITES |= {"memory:check", "memory:take", "memory:anew"}
FILLED_IN |= {"memory:subjects"}
FOUNDING |= {"dates:publishing"}
FILLED_IN |= {"dates:publishing"}
BOOKS |= {"dates:papers"}
NOTHING_YET |= {"dates:notice", "dates:wall"}
"""Nothing has been published here (tests/web/test_dates.py publishes)."""
SESSION_LISTS |= {"problems:list", "problems:export", "problems:signals"}
PROBLEMS = {"problems:one"}
"""Also for the publicity officer of the branch."""
FORMS_OWN |= {"problems:change", "problems:places"}
FILLED_IN |= {"problems:change", "problems:places"}
WRITES |= {"problems:step", "problems:effect"}
NOTHING_YET |= {"problems:merge"}
"""No two of the problems here are given to be merged (tests/web/test_problems.py merges)."""
ROSTER = {"rosters:home"}
"""Readers a station's, members their own."""
LISTS |= {"rosters:export", "rosters:resources", "rosters:resources_export"}
BOOKS |= {"rosters:enter", "rosters:resource_new"}
NOTHING_YET |= {"rosters:resource"}
"""There is no room here yet (tests/web/test_rosters.py has some)."""
WRITES |= {"rosters:call_off"}
FILLED_IN |= {"rosters:enter", "rosters:resource_new", "rosters:resource"}
BOOKS |= {"packs:list", "packs:export", "packs:compose", "packs:desk", "packs:returns_export"}
FILLED_IN |= {"packs:compose"}
NOTHING_YET |= {
    f"packs:{name}" for name in ("one", "codes", "paper", "return", "file", "read_mine", "my_file")
}
"""No pack has been handed out here (tests/web/test_packs.py hands one out)."""
WRITES |= {f"packs:{name}" for name in ("read", "accept", "confirm", "send_back", "withdraw")}
OWN_FILE |= {"packs:mine"}
OWN_WRITES |= {"packs:hand_in"}
FOUNDING |= {f"batches:{name}" for name in ("change", "wish", "asks")}
FILLED_IN |= {"batches:change", "batches:wish"}
BOOKS |= {"batches:home", "batches:year"}
OWN_FILE |= {"batches:mine"}
OWN_WRITES |= {"batches:ask", "batches:answer"}
BATCH_WRITES = {f"batches:{name}" for name in ("start", "make_up", "do", "lock", "settle")}
FOUNDING |= BATCH_WRITES
NOTHING_YET |= {f"batches:{name}" for name in ("batch", "progress", "run", "station", "compare")}
NOTHING_YET |= {f"batches:{name}" for name in ("unserved", "unserved_export", "export")}
"""No batch has been asked for here (tests/web/test_batches.py has one)."""
EVERYBODY |= {"plan:home", "plan:year"}
BOOKS |= {"plan:draft"}
FILLED_IN |= {"plan:draft"}
WRITES |= {f"plan:{verb}" for verb in ("step", "restore", "answer", "act")}
NOTHING_YET |= {f"plan:{name}" for name in ("cell", "export", "table", "document", "versions", "opinions")}
NOTHING_YET |= {f"plan:{name}" for name in ("new", "lesson", "edit", "teaching", "lesson_paper")}
"""No plan has been drafted here (tests/web/test_plan.py has one)."""
SWITCHING = {"compliance:switch"}
FOUNDING |= SWITCHING
INSIDE_WRITES = {"recording:decision", "recording:leave_answer"}
"""Owner or books, asker or books: held by tests/web/test_meetings.py."""
EVERYBODY |= INSIDE_WRITES
OWN_WRITES |= {"recording:leave_ask"}
BOOKS |= {"recording:leave", "recording:leave_export", "recording:owed", "recording:owed_export"}
FORMS_OWN |= {"recording:papers"}
FILLED_IN |= {"recording:papers"}
NOTHING_YET |= {"recording:code", "recording:here"}
"""The organ has not switched self-entry on (tests/web/test_self_entry.py does)."""
SENT = {"api:sync"}
EVERY_HAT |= SENT | {"api:offline_door"}
BOOKS |= {"api:offline_rolls"}
OWN_FILE |= {"api:offline_deck", "api:offline_today", "api:offline_packs"}
NOTHING_YET |= {"api:offline_pack"}
OPEN_ROUTES |= {"offline:shell", "offline:worker"}
"""Phones' doors; what they take and give is held by tests/web/test_sync_api.py."""
SESSION_LISTS |= {f"questions:{name}" for name in ("list", "export", "new", "bring")}
BANK_WRITES = {f"questions:{verb}" for verb in ("take", "start", "retire")}
SESSION_LISTS |= BANK_WRITES
FILLED_IN |= {"questions:new", "questions:bring"}
NOTHING_YET |= {"questions:one", "questions:edit"}
"""The bank holds the answers: for all who keep it, for no member. It is empty here (tests/web/test_questions.py)."""
EVERYBODY |= {"papers:home"}
"""One's own tests; for officers what they keep besides."""
BOOKS |= {"papers:make", "papers:papers_export", "papers:sittings_export"}
FILLED_IN |= {"papers:make"}
WRITES |= {"papers:close"}
OWN_WRITES |= {f"papers:{verb}" for verb in ("delayed", "begin", "save", "hand_in", "count", "drop")}
NOTHING_YET |= {f"papers:{name}" for name in ("paper", "document", "open", "sitting", "export", "key")}
NOTHING_YET |= {f"papers:{name}" for name in ("marks", "take", "result")}
"""No paper has been made here (tests/web/test_papers.py makes some)."""
OWN_FILE |= {"notes:mine", "notes:new", "notes:mine_export"}
FILLED_IN |= {"notes:new"}
SESSION_LISTS |= {"notes:desk", "notes:export"}
NOTE_WRITES = {"notes:draw", "notes:check"}
SESSION_LISTS |= NOTE_WRITES
NOTHING_YET |= {"notes:one", "notes:picture"}
"""Nobody has handed a note in here (tests/web/test_notes.py does)."""
COMPARING = {"questions:review"}
LIBRARY_DESK = {"library:desk", "library:desk_export"}
"""For those who write and review."""
LIBRARY_WRITERS = {
    "library:new",
    "library:documents",
    "library:media",
    "library:media_export",
    "courses:desk",
}
LIBRARY_EDITORS = {"library:slips", "library:slips_export"}
EVERYBODY |= {"library:list", "library:export", "library:own", "library:mode", "library:report"}
FILLED_IN |= {"library:new", "library:documents", "library:media", "courses:desk"}
NOTHING_YET |= {f"library:{name}" for name in ("read", "qr", "versions", "medium", "work", "edit", "slip")}
NOTHING_YET |= {"library:document", "library:act"}
"""Nothing has been written here (tests/web/test_library.py publishes)."""
TOLD_IT_IS_GONE = {"library:document"}
"""What was read of an upload is kept for a day: who sends it in later, or twice, is told so instead of 404."""
INSIDE_WRITES |= {"courses:place", "courses:anew"}
EVERYBODY |= INSIDE_WRITES
OPEN_ROUTES |= {"courses:file"}
NOTHING_YET |= {f"courses:{name}" for name in ("open", "play", "xapi")}
"""No course has been taken in, nothing is sent out (tests/web/test_courses.py has both)."""
LIBRARY_WRITES = {"library:mode", "library:report"}
POST_ONLY = (
    LIBRARY_WRITES
    | SENT
    | BATCH_WRITES
    | BANK_WRITES
    | NOTE_WRITES
    | COMPARING
    | SWITCHING
    | INSIDE_WRITES
    | WRITES
    | DESK_WRITES
    | OWN_WRITES
    | OPENING_WRITES
    | set[str]().union(*KEPT_WRITES.values())
)
ROUTES = OPEN_ROUTES | EVERY_HAT | NOTHING_YET | EVERYBODY | OWN_FILE | WHOLE | LISTS | BRANCHES | MEMBERS
ROUTES |= LIBRARY_DESK | LIBRARY_WRITERS | LIBRARY_EDITORS
ROUTES |= OWN_WRITES | FOUNDING | IMPORTS | BATCHES | UPLOADS | WRITES
ROUTES |= BOOKS | FORMS_OWN | DESKS | DESK_WRITES | SESSION_LISTS | PROBLEMS | ROSTER
ROUTES |= COMPARING
ROUTES |= OPENINGS | OPENING_WRITES | set[str]().union(*KEPT_PAGES.values(), *KEPT_WRITES.values())
"""Every route there is."""


def may_see(name: str, door: str, *, branch_own: bool, known: bool) -> bool:
    """The table of who sees what, written down apart from the code. `branch_own`: of the first branch."""
    if name == "stranger" or not known or door in NOTHING_YET:
        return False
    if door in EVERY_HAT:
        return True
    if name in KEEPERS:
        return door in KEPT_PAGES[name] | KEPT_WRITES[name]
    if door in FOUNDING:
        return name == "superior"
    if door in OPENINGS | OPENING_WRITES:
        return name in KEPT_BY
    if door in EVERYBODY:
        return True
    if door in LIBRARY_DESK | LIBRARY_WRITERS | LIBRARY_EDITORS:
        reviews = name in ("secretary", "leader") and door in LIBRARY_DESK
        writes = name in ("branch", "branch_other") and door not in LIBRARY_EDITORS
        return reviews or writes or name in ("publicity", "superior")
    if door in ROSTER:
        return name != "publicity"
    if door in COMPARING:
        return name in ("superior", "leader", "secretary")
    if door in SESSION_LISTS:
        return not name.startswith("member")
    if door in PROBLEMS:
        own = branch_own is (name != "branch_other")
        return name in ("superior", "leader") or (own and not name.startswith("member"))
    if door in OWN_FILE | OWN_WRITES:
        return name.startswith("member")
    if door in BOOKS | FORMS_OWN:
        whole = door in BOOKS or name in ("superior", "leader")
        own = branch_own is (name != "branch_other")
        return name in ("superior", "leader", "branch", "secretary", "branch_other") and (whole or own)
    if door in DESKS | DESK_WRITES:
        return name in ("superior", "leader")
    if door in IMPORTS | WRITES:
        return name in KEPT_BY
    if door in BATCHES:
        return name in ("superior", "leader")
    if door in UPLOADS:
        whole = name in ("superior", "leader")
        return name in KEPT_BY and (whole or branch_own is (name != "branch_other"))
    if name == "superior":
        return door in WHOLE | LISTS | BRANCHES | MEMBERS
    if name == "leader":
        return door in WHOLE | LISTS | BRANCHES | MEMBERS
    if name in ("branch", "secretary", "discipline", "branch_other"):
        own = branch_own is (name != "branch_other")
        return door in LISTS or (door in BRANCHES | MEMBERS and own)
    return False


def may_send(name: str, door: str, *, branch_own: bool, known: bool) -> bool:
    """Who may POST at all: where a route takes nothing else, having the role is enough to be answered."""
    if door in TOLD_IT_IS_GONE:
        return may_see(name, "library:documents", branch_own=branch_own, known=True)
    return may_see(name, door, branch_own=branch_own, known=known or door in POST_ONLY)
