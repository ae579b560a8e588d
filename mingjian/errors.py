"""What can go wrong at the front door, sorted by who has to act; the command turns these into exit codes."""


class UsageError(Exception):
    """The command or one of its inputs is wrong (exit code 2). The message names the thing and the remedy."""


class AuditError(Exception):
    """The audit itself could not be completed (exit code 3). The message says what to do."""
