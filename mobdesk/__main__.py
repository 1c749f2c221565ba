"""Where the program starts: a command, else the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

PROVE_WINDOW = "--prove-window"
"""Used by the self-test, in a process of its own: paint a window nobody sees, then end."""
READ_APART = "--mobdesk-child"
"""Used by a frozen program only: be the process that reads a foreign file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Mobdesk and return the exit code (design section 7)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == [READ_APART]:
        from mobdesk.imports.child import serve

        serve()
        return 0
    if given == [PROVE_WINDOW]:
        from mobdesk.ui.selftest import prove_window

        return prove_window()

    workspace, demo = None, False
    if given:
        from mobdesk import cli

        if not cli.opens_window(given):
            return cli.main(given)
        choice = cli.window_choice(given)
        workspace, demo = choice.workspace, choice.demo
    from mobdesk import app

    return app.main(workspace, demo=demo)


if __name__ == "__main__":
    sys.exit(main())
