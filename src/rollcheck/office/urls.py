"""Every address of the office."""

from django.urls import include, path
from django.views.generic import RedirectView

from rollcheck.office.acts import views as acts
from rollcheck.office.checkpoints import outside
from rollcheck.office.connecting import signatures
from rollcheck.office.connecting import views as connecting
from rollcheck.office.pages import errors, health
from rollcheck.office.people import entering
from rollcheck.office.people import views as people
from rollcheck.office.petitions import attempts, circulators
from rollcheck.office.petitions import views as petitions
from rollcheck.office.rolls import views as rolls
from rollcheck.office.tasks import views as tasks
from rollcheck.office.watching import views as watching

urlpatterns = [
    path("", petitions.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("setup", entering.found, name="found"),
    path("password/<str:name>/<str:token>", entering.set_password, name="set_password"),
    path("language/", include("django.conf.urls.i18n")),
    # Signing up, and what needs a mail server, is not there.
    path("account/signup/", RedirectView.as_view(pattern_name="account_login")),
    path("account/password/reset/", RedirectView.as_view(pattern_name="account_login")),
    path("account/email/", RedirectView.as_view(pattern_name="account")),
    path("account/", include("allauth.urls")),
    path("me", people.account, name="account"),
    path("rights", people.rights, name="rights"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>", people.person, name="person"),
    path("people/<int:pk>/role", people.give_role, name="give_role"),
    path("people/<int:pk>/clear", people.clear, name="clear_person"),
    path("people/<int:pk>/remove", people.remove, name="remove_person"),
    path("people/<int:pk>/back", people.bring_back, name="bring_back"),
    path("people/<int:pk>/link", people.make_link, name="make_link"),
    path("roles/<int:pk>/take", people.take_role, name="take_role"),
    path("petitions/new", petitions.open_petition, name="open_petition"),
    path("petitions/<slug:code>", petitions.petition, name="petition"),
    path("petitions/<slug:code>/receiving/", include("rollcheck.office.receiving.urls")),
    path("petitions/<slug:code>/keying/", include("rollcheck.office.keying.urls")),
    path("petitions/<slug:code>/proposals/", include("rollcheck.office.proposals.urls")),
    path("petitions/<slug:code>/defects/", include("rollcheck.office.defects.urls")),
    path("petitions/<slug:code>/duplicates/", include("rollcheck.office.duplicates.urls")),
    path("petitions/<slug:code>/review/", include("rollcheck.office.review.urls")),
    path("petitions/<slug:code>/practice/", include("rollcheck.office.learning.urls")),
    path("petitions/<slug:code>/watch", watching.watch, name="watch"),
    path(
        "petitions/<slug:code>/signatures/<int:pk>",
        signatures.signature,
        name="reference_signature",
    ),
    path("petitions/<slug:code>/back/", include("rollcheck.office.handing_back.urls")),
    path("petitions/<slug:code>/certify/", include("rollcheck.office.certifying.urls")),
    path("petitions/<slug:code>/retention/", include("rollcheck.office.retention.urls")),
    path("petitions/<slug:code>/circulators", circulators.circulators, name="circulators"),
    path("petitions/<slug:code>/attempts", attempts.attempts, name="attempts"),
    path("petitions/<slug:code>/<slug:what>", petitions.change, name="change_petition"),
    path("rolls/", rolls.rolls, name="rolls"),
    path("connections/", connecting.connections, name="connections"),
    path("connections/signatures", connecting.take, name="take_references"),
    path("connections/changes", connecting.update, name="update_roll"),
    path("connections/watch", connecting.watch, name="set_watch"),
    path("connections/watch/<int:pk>/end", connecting.end, name="end_watch"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<slug:code>", tasks.task, name="task"),
    path("tasks/<slug:code>/cancel", tasks.cancel, name="cancel_task"),
    path("log/", acts.log, name="acts"),
    path("public", outside.public_record, name="public_record"),
    path("record/", include("rollcheck.office.checkpoints.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
