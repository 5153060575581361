"""An assembly of the tests' cast, with two motions on its agenda."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.assemblies.actions import NewItem, convene_assembly, join_assembly, open_assembly
from app.assemblies.models import Assembly
from app.db import db
from app.members.models import Member
from app.members.queries import whole_coop
from app.motions.actions.moving import move_motion, second_motion
from app.motions.models import Motion
from app.motions.rules.effects import Effect, EffectKind

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
STARTS_AT = AT + timedelta(days=10)

Person = Callable[[str], Member]


@pytest.fixture
def submitted(person: Person) -> Callable[..., Motion]:
    """A motion handed in by Emil and seconded by Fatima."""

    def make(title: str = "A kiln", effect: Effect | None = None, unit_id: int | None = None):
        motion = move_motion(
            by=person("Emil").id,
            unit_id=unit_id or whole_coop().id,
            title=title,
            text=f"{title}: yes.",
            effect=effect or Effect(EffectKind.RESOLUTION),
            at=AT,
        )
        if unit_id is None:
            second_motion(motion, by=person("Fatima").id, at=AT)
        return motion

    return make


@pytest.fixture
def wages(submitted: Callable[..., Motion]) -> Motion:
    """A motion on wages: seven days of notice, half of the members, two thirds of the votes."""
    effect = Effect(EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": 1, "hash": "ab"})
    return submitted("Piece rates", effect)


@pytest.fixture
def convened(person: Person, wages: Motion) -> Assembly:
    """Convened by Dora for the whole co-op, ten days ahead: news, then the motion on wages."""
    assembly = convene_assembly(
        by=person("Dora").id,
        unit_id=whole_coop().id,
        title="Spring assembly",
        place="The canteen",
        starts_at=STARTS_AT,
        items=[NewItem("News"), NewItem(motion_id=wages.id)],
        at=AT,
    )
    db.commit()
    return assembly


@pytest.fixture
def opened(convened: Assembly, person: Person) -> Assembly:
    """Opened by Ana, who is there with Dora and Boris."""
    open_assembly(convened, by=person("Ana").id, at=STARTS_AT)
    for name in ("Ana", "Dora", "Boris"):
        join_assembly(convened, by=person(name).id, at=STARTS_AT)
    db.commit()
    return convened
