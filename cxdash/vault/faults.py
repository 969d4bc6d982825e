"""What disks and databases complain about, said to the person at the screen."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from cxdash.errors import CxdashError
from cxdash.locale import t

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_NOT_A_FOLDER = (errno.ENOTDIR, errno.EEXIST)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what goes wrong with files or the ledger under `path` into a CxdashError, with the original as its cause."""
    try:
        yield
    except OSError as error:
        raise _of_the_disk(error, path) from error
    except (DBAPIError, sqlite3.Error) as error:
        said = _of_the_ledger(error.orig if isinstance(error, DBAPIError) else error, path)
        if said is None:
            raise
        raise said from error


def _of_the_disk(error: OSError, path: Path) -> CxdashError:
    if error.errno in _FULL:
        return _full(path)
    if error.errno in _FORBIDDEN:
        return _forbidden(path)
    if error.errno in _NOT_A_FOLDER:
        return CxdashError(t("The data folder {path} cannot be made: a file is in its way.", path=path), _elsewhere())
    return CxdashError(
        t("The data folder {path} cannot be used: {reason}.", path=path, reason=error.strerror), _elsewhere()
    )


def _of_the_ledger(error: BaseException | None, path: Path) -> CxdashError | None:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return _full(path)
    if name.startswith("SQLITE_IOERR"):
        return CxdashError(
            t("The disk of the data folder {path} does not take what is written.", path=path),
            t("Free some space or check the disk, and try again."),
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return _forbidden(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return CxdashError(t("The data folder {path} is busy.", path=path), t("Try again in a moment."))
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return CxdashError(
            t("The ledger of the data folder {path} cannot be read.", path=path),
            t("Put back the file ledger.sqlite from a backup; the uploaded files themselves are in vault."),
        )
    return None


def _full(path: Path) -> CxdashError:
    return CxdashError(t("The disk of the data folder {path} is full.", path=path), t("Free some space and try again."))


def _forbidden(path: Path) -> CxdashError:
    return CxdashError(t("The data folder {path} cannot be written to.", path=path), _elsewhere())


def _elsewhere() -> str:
    return t("Choose another folder with --home or CXDASH_HOME, or change its permissions.")
