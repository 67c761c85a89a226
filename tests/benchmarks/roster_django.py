"""The board as a practised Django 5 developer would write it, over the same tables: ORM, template, session, CSRF.

Run by gunicorn in a virtual environment of its own (`tests.benchmarks.roster`). It reads the stored answers too and
works out the figures of the rows that it shows with the same pure rules. With `BOARD_CACHE=1` it keeps the sums in
memory under the school's stamp, as our application does.
"""

import os
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

import django
from django.apps import AppConfig
from django.conf import settings
from django.core.cache import cache as kept
from django.db import connection, models
from django.http import HttpResponse
from django.shortcuts import render

TODAY = date(2026, 11, 23)
STATES = ("lapsed", "short", "unknown", "at_risk", "not_yet_due", "met", "exempt")
STEPS = ("enough", "under_way", "waiting", "not_begun", "not_asked")
SHOWN = 50


class BoardConfig(AppConfig):
    """The one application of this project: this module."""

    name, label, path = __name__, "board", os.path.dirname(__file__)


if not settings.configured:
    settings.configure(
        SECRET_KEY="benchmark" * 6,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ["BOARD_DATABASE"],
                "USER": "postgres",
                "HOST": os.environ["BOARD_HOST"],
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            f"{__name__}.BoardConfig",
        ],
        MIDDLEWARE=[
            f"{__name__}.counted",
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [os.path.join(os.path.dirname(__file__), "roster_templates")],
                "OPTIONS": {"context_processors": ["django.template.context_processors.csrf"]},
            }
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402 -- after the set-up
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.postgres.fields import ArrayField  # noqa: E402
from django.urls import path  # noqa: E402


class Own(models.Model):
    """A table that Django neither makes nor changes."""

    class Meta:
        abstract = True
        app_label = "board"
        managed = False


def _table(table: str, /, **columns: Any) -> Any:
    meta = type("Meta", (Own.Meta,), {"db_table": table, "abstract": False})
    key = {} if any(each.primary_key for each in columns.values()) else {"id": models.UUIDField(primary_key=True)}
    return type(table.title().replace("_", ""), (Own,), {"__module__": __name__, "Meta": meta, **key, **columns})


def _to(model: Any, column: str, name: str, **given: Any) -> Any:
    return models.ForeignKey(model, models.DO_NOTHING, db_column=column, related_name=name, **given)


School = _table("school", code=models.TextField(), name=models.TextField(), jurisdiction=models.TextField())
Unit = _table("school_unit", name=models.TextField(), school=_to(School, "school", "units"))
Person = _table("person", name=models.TextField(), records_from=models.DateField(null=True))
Employment = _table(
    "employment",
    person=_to(Person, "person", "employments"),
    school=_to(School, "school", "employments"),
    department=_to(Unit, "department", "employments", null=True),
    staff_no=models.TextField(),
    started_on=models.DateField(null=True),
    finished_on=models.DateField(null=True),
    voided_at=models.DateTimeField(null=True),
)
Post = _table(
    "post_held",
    employment=_to(Employment, "employment", "posts"),
    category=models.TextField(),
    started_on=models.DateField(null=True),
    finished_on=models.DateField(null=True),
    voided_at=models.DateTimeField(null=True),
)
Leave = _table(
    "leave",
    person=_to(Person, "person", "leaves"),
    started_on=models.DateField(),
    finished_on=models.DateField(),
    voided_at=models.DateTimeField(null=True),
)
Placement = _table(
    "placement",
    person=_to(Person, "person", "placements"),
    school=_to(School, "school", "placements"),
    started_on=models.DateField(),
    finished_on=models.DateField(),
    share_percent=models.SmallIntegerField(),
    is_by_attendance=models.BooleanField(),
    form=models.TextField(),
    state=models.TextField(),
    is_replaced=models.BooleanField(),
)
Course = _table(
    "standing_course",
    person=models.OneToOneField(
        Person, models.DO_NOTHING, db_column="person", related_name="course", primary_key=True
    ),
    states_since=ArrayField(models.DateField()),
    states=ArrayField(models.TextField()),
    lapses_since=ArrayField(models.DateField()),
    lapses_on=ArrayField(models.DateField(null=True)),
    progress_since=ArrayField(models.DateField()),
    progress=ArrayField(models.TextField()),
)
Stamp = _table(
    "board_stamp",
    school=models.OneToOneField(School, models.DO_NOTHING, db_column="school", primary_key=True),
    stamp=models.BigIntegerField(),
)


class Held(models.Func):
    """The value of a course on a day."""

    template = "(%(values)s)[width_bucket(%(day)s, %(since)s)]"

    def __init__(self, name: str, kind: Any) -> None:
        super().__init__(models.F(f"person__course__{name}"), output_field=kind)
        self.since = models.F(f"person__course__{'lapses' if name == 'lapses_on' else name}_since")

    def resolve_expression(self, *given: Any, **named: Any) -> Any:
        found = super().resolve_expression(*given, **named)
        found.since = self.since.resolve_expression(*given, **named)
        return found

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        values, one = compiler.compile(self.source_expressions[0])
        since, other = compiler.compile(self.since)
        return f"({values})[width_bucket(%s::date, {since})]", [*one, TODAY, *other]


def counted(get_response: Any) -> Any:
    """Write into each answer how many statements it took."""

    def told(request: Any) -> Any:
        count = [0]

        def one_more(execute: Any, *given: Any) -> Any:
            count[0] += 1
            return execute(*given)

        with connection.execute_wrapper(one_more):
            answer = get_response(request)
        answer["X-Statements"] = str(count[0])
        return answer

    return told


@login_required
def board(request: Any) -> HttpResponse:
    """The board of the office's school: sums, filters, fifty rows with exact figures."""
    school = School.objects.get(id=request.session["school"])
    staff = (
        Employment.objects.filter(school=school, voided_at=None)
        .filter(models.Q(started_on=None) | models.Q(started_on__lte=TODAY))
        .filter(models.Q(finished_on=None) | models.Q(finished_on__gte=TODAY))
        .annotate(
            state=Held("states", models.TextField()),
            lapse=Held("lapses_on", models.DateField()),
            progress=Held("progress", models.TextField()),
        )
    )
    ranks = [models.When(state=state, then=rank) for rank, state in enumerate(STATES)]
    ordered = staff.annotate(rank=models.Case(*ranks, output_field=models.IntegerField())).order_by(
        "rank", models.F("lapse").asc(nulls_last=True), "staff_no"
    )
    first = max(0, int(request.GET.get("page", 0))) * SHOWN
    posts, leaves = Post.objects.filter(voided_at=None), Leave.objects.filter(voided_at=None)
    rows = ordered.select_related("person", "department").prefetch_related(
        models.Prefetch("posts", posts),
        models.Prefetch("person__leaves", leaves),
        models.Prefetch("person__placements", Placement.objects.filter(is_replaced=False)),
    )[first : first + SHOWN]
    states, steps = _sums(staff, school)
    context = {
        "school": school,
        "people": sum(states.values()),
        "states": [(state, states.get(state, 0)) for state in STATES],
        "steps": [(step, steps.get(step, 0)) for step in STEPS],
        "departments": Unit.objects.filter(school=school).order_by("name"),
        "rows": [_row(each, school) for each in rows],
        "on": TODAY,
        "next": first // SHOWN + 1,
    }
    return render(request, "board.html", context)


def _sums(staff: Any, school: Any) -> tuple[dict[str, int], dict[str, int]]:
    if not os.environ.get("BOARD_CACHE"):
        return _count(staff)
    stamp = Stamp.objects.filter(school=school).values_list("stamp", flat=True).first()
    return kept.get_or_set(f"{school.id}:{stamp}:{TODAY}", lambda: _count(staff))


def _count(staff: Any) -> tuple[dict[str, int], dict[str, int]]:
    states: dict[str, int] = {}
    steps: dict[str, int] = {}
    for each in staff.order_by().values("state", "progress").annotate(people=models.Count("id")):
        states[each["state"]] = states.get(each["state"], 0) + each["people"]
        steps[each["progress"]] = steps.get(each["progress"], 0) + each["people"]
    return states, steps


@cache
def _line(jurisdiction: str) -> Any:
    from registry.policy.book import shipped_book
    from registry.practice.rules import rule_line

    return rule_line(shipped_book().practice_versions(jurisdiction))


def _row(employment: Any, school: Any) -> Any:
    from registry.kernel.periods import Period
    from registry.kernel.quantities import days_shown, months_shown
    from registry.practice import model as nouns
    from registry.practice.rules import Reckoning, standing, yearly_answers
    from registry.practice.rules.progress import progress_of, this_year

    person, line = employment.person, _line(school.jurisdiction)
    posts = tuple(
        nouns.PostHeld(nouns.PostCategory(each.category), each.started_on, each.finished_on)
        for each in employment.posts.all()
    )
    placements = tuple(
        nouns.PlacementFact(
            str(each.id),
            each.started_on,
            each.finished_on,
            each.share_percent,
            None,
            nouns.PlacementState(each.state),
            nouns.PracticeForm(each.form),
        )
        for each in person.placements.all()
    )
    leaves = tuple(Period(each.started_on, each.finished_on) for each in person.leaves.all())
    reckoning = Reckoning(nouns.TeacherFacts(posts, placements, leaves, person.records_from))
    found = standing(reckoning, line, TODAY)
    duty = this_year(yearly_answers(reckoning, line, TODAY), TODAY)
    tried = [
        SimpleNamespace(state=each.state, period=Period(each.started_on, each.finished_on)) for each in placements
    ]
    return {
        "employment": employment,
        "category": posts[0].category if posts else "",
        "standing": found,
        "days": days_shown(found.credit.days) if found.credit else "–",
        "months": months_shown(found.credit.months) if found.credit else "",
        "progress": progress_of(duty, tried),
        "duty": duty,
    }


def enter(request: Any) -> HttpResponse:
    """Sign the office in, so that the pages are those of a session."""
    user, _ = get_user_model().objects.get_or_create(username="office")
    login(request, user)
    request.session["school"] = str(School.objects.order_by("code").first().id)
    return HttpResponse("ok")


urlpatterns = [path("enter", enter, name="enter"), path("board", board, name="board")]


def make_tables() -> None:
    """Django's own tables, beside ours."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


if __name__ != "__main__":
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
