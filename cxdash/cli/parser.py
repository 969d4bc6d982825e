"""A parser of command lines whose help and complaints are translated sentences."""

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from cxdash.cli.values import folder, suggest
from cxdash.errors import CxdashError
from cxdash.locale import t


class _Layout(argparse.HelpFormatter):
    """argparse's help with its one own word translated."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, t("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that refuses with a CxdashError, and whose help says only what is translated."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog, description=description, formatter_class=_Layout, add_help=False, allow_abbrev=False)
        self.options = self.add_argument_group(t("options"))
        self.subjects = self.add_argument_group(t("arguments"))
        self.options.add_argument("-h", "--help", action="help", help=t("show this help and stop"))
        # No defaults: what stands before the command is not overwritten by its absence after it.
        self.options.add_argument(
            "--home", type=folder, metavar=t("DIR"), default=argparse.SUPPRESS, help=t("the data folder")
        )
        self.options.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=t("print one JSON document")
        )

    def error(self, message: str) -> NoReturn:
        """Refuse: argparse's complaint in our words, with the way to the help."""
        self.refuse(_in_our_words(message))

    def refuse(self, sentence: str) -> NoReturn:
        """Refuse with a sentence of ours and the way to the help."""
        raise CxdashError(sentence, t("“{program} --help” shows what it takes.", program=self.prog))


def _in_our_words(complaint: str) -> str:
    # argparse speaks English only; these are all of its complaints that this grammar can provoke.
    if found := re.fullmatch(r"the following arguments are required: (.+)", complaint):
        return t("{names} is missing.", names=found[1])
    if found := re.fullmatch(r"argument (\S+): expected .+", complaint):
        return t("{option} needs a value.", option=found[1])
    if found := re.fullmatch(r"argument (\S+): ignored explicit argument .+", complaint, re.DOTALL):
        return t("{option} takes no value.", option=found[1])
    if found := re.fullmatch(r"argument \S+: invalid choice: (['\"])(.*)\1 \(choose from (.*)\)", complaint, re.DOTALL):
        commands = re.findall(r"[\w-]+", found[3])
        return suggest(t("There is no command “{name}”.", name=found[2]), found[2], commands)
    if found := re.fullmatch(r"argument \S+: (.+)", complaint, re.DOTALL):
        return found[1]
    return t("This command line was not understood.")
