"""What is told to a person in one sentence instead of a traceback."""

import errno
import sys
from collections.abc import Callable


class Trouble(Exception):
    """Something that the person at the keyboard can put right; the message says how."""


def told(run: Callable[[], int]) -> int:
    """The exit code of `run`; what a person can put right is told in a sentence, with code 1."""
    try:
        return run()
    except Trouble as trouble:
        sentence = str(trouble)
    except OSError as error:
        sentence = sentence_of(error)
        if not sentence:
            raise
    print(f"\n{sentence}", file=sys.stderr, flush=True)
    return 1


def sentence_of(error: OSError) -> str:
    """What to do about an error of the operating system, or nothing where only a traceback helps."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "The disk is full: free some space and start again; what is stored so far is kept."
        case errno.EACCES | errno.EPERM:
            return (
                f"{error.filename or 'A file'} belongs to another user:"
                " remove it, or run this as the user who made it."
            )
        case errno.EROFS:
            return f"{error.filename or 'This folder'} cannot be written to: it is mounted read-only."
        case _:
            return ""
