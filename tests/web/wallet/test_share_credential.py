"""Ada shares what is hers, and stops it again."""

from datetime import timedelta

import pytest

from testamur.errors import Refused
from testamur_web.wallet import services
from testamur_web.wallet.models import Share, ShareView
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


def shared(person, *items, kind=Share.Kind.SECRET, **more):
    return services.share(person, items, kind=kind, at=NOW, **more)


def test_each_secret_link_is_another(ada, item):
    one, two = shared(ada, item, title="For Dara"), shared(ada, item)
    assert one.token != two.token
    assert (one.title, list(one.items.all())) == ("For Dara", [item])


@pytest.mark.parametrize("kind", services.OPEN_KINDS)
def test_what_is_open_already_is_not_shared_twice(ada, item, kind):
    assert shared(ada, item, kind=kind) == shared(ada, item, kind=kind)


def test_what_was_stopped_is_shared_anew(ada, item):
    first = shared(ada, item, kind=Share.Kind.PUBLIC)
    services.stop_share(first, by=ada, at=NOW)
    assert shared(ada, item, kind=Share.Kind.PUBLIC) != first


def test_stopping_twice_keeps_the_first_moment(ada, item):
    made = shared(ada, item)
    services.stop_share(made, by=ada, at=NOW)
    services.stop_share(made, by=ada, at=NOW + timedelta(days=1))
    assert made.stopped_at == NOW


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"items": []}, "share.items"),
        ({"kind": Share.Kind.PUBLIC, "twice": True}, "share.items"),
        ({"expires_at": NOW}, "share.expiry"),
    ],
)
def test_a_share_that_shows_nothing_or_never_is_refused(ada, item, change, code):
    items = [item] * (2 if change.pop("twice", False) else 1)
    with pytest.raises(Refused) as refused:
        services.share(ada, **({"items": items, "kind": Share.Kind.SECRET, "at": NOW} | change))
    assert refused.value.problem.code == code


def test_nobody_shares_or_stops_what_is_hers(ada, dara, item):
    with pytest.raises(Refused) as refused:
        shared(dara, item)
    assert refused.value.problem.code == "share.not-yours"
    made = shared(ada, item)
    with pytest.raises(Refused):
        services.stop_share(made, by=dara, at=NOW)
    made.refresh_from_db()
    assert made.stopped_at is None


def test_views_are_counted_by_day(ada, item):
    made = shared(ada, item)
    for days in (0, 0, 1):
        services.count_view(made, at=NOW + timedelta(days=days))
    counted = ShareView.objects.order_by("day").values_list("count", flat=True)
    assert list(counted) == [2, 1]
