"""What was typed into forms and not saved yet, sealed while the workspace is locked.

It lies in the memory of this program only, readable by nobody but the account that typed it: the
key goes with the lock and comes back with its passphrase. Forms of protected data have no draft.
"""

from __future__ import annotations

import pickle
from typing import Any

from mobdesk.domain.roles import Actor, Area
from mobdesk.models import sealing
from mobdesk.models.store import Store
from mobdesk.services.access import reads

Drafts = dict[str, dict[str, Any]]


@reads(Area.STATUS)
def owner(store: Store, actor: Actor) -> tuple[str, str]:
    """The workspace and the account that is signed in; neither number is ever given again."""
    return store.keys.workspace_id, store.keys.slot_id


@reads(Area.STATUS)
def sealed(store: Store, actor: Actor, drafts: Drafts) -> bytes:
    """The drafts, sealed for this account."""
    key = sealing.derive(store.keys.file_key, "drafts")
    return sealing.seal(key, _context(store), pickle.dumps(drafts))


@reads(Area.STATUS)
def unsealed(store: Store, actor: Actor, kept: bytes) -> Drafts:
    """What ``sealed`` took; nothing for another account, or after a change of keys."""
    key = sealing.derive(store.keys.file_key, "drafts")
    try:
        found: Drafts = pickle.loads(sealing.unseal(key, _context(store), kept))
    except sealing.Broken:
        return {}
    return found


def _context(store: Store) -> sealing.Context:
    keys = store.keys
    return sealing.Context(keys.workspace_id, keys.slot_id, keys.key_id, "drafts")
