"""The rules of one mobility, saved or still typed: what to look at, with its source."""

from __future__ import annotations

from collections.abc import Sequence

from mobdesk.domain import mobility_rules as rules
from mobdesk.domain.mobility_rules import Facts, Finding
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.store import Store
from mobdesk.services import rule_facts
from mobdesk.services.access import reads
from mobdesk.services.mobilities import may_touch, visible
from mobdesk.services.rule_facts import Around


@reads(Area.OWN_MOBILITIES)
def check(store: Store, actor: Actor, mobility_id: int) -> list[Finding]:
    """Return what to look at, errors first. Raises ``NotAllowed``, ``Refused``."""
    return rules.check(facts(store, actor, mobility_id))


@reads(Area.OWN_MOBILITIES)
def facts(store: Store, actor: Actor, mobility_id: int) -> Facts:
    """Return the facts of a saved mobility: a form puts what is typed in their place."""
    with store.read() as s:
        may_touch(s, actor, mobility_id)
        return rule_facts.gather(s, mobility_id, visible(actor))


@reads(Area.MOBILITIES)
def around(
    store: Store,
    actor: Actor,
    project_id: int | None,
    person_ids: Sequence[int] = (),
    mobility_id: int | None = None,
) -> Around:
    """Return what a mobility that is being planned meets: project, sheet, other stays."""
    with store.read() as s:
        return rule_facts.around(s, project_id, person_ids, mobility_id, visible(actor))
