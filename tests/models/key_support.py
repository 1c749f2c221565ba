"""Fast keys for tests: a policy with tiny parameters, handed in and never read from a file."""

from __future__ import annotations

from mobdesk.models.sealing import Policy

# Everything but exactly these parameters is out of bounds.
FAST = Policy(floor=32, cap=32, rounds=1, lanes=1, least=32, most=32, most_rounds=1, most_lanes=1)
