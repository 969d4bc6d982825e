"""The options of each command, as they are added to its parser."""

from cxdash.cli import values
from cxdash.cli.parser import Parser
from cxdash.locale import t
from cxdash.vocabulary.metrics import METRICS
from cxdash.vocabulary.quality import FLAG_NAMES


def _reading(parser: Parser) -> None:
    add = parser.options.add_argument
    add(
        "--kind",
        type=values.kind,
        metavar=t("KIND"),
        help=t("what the file holds: {kinds}", kinds=", ".join(values.KINDS)),
    )
    add(
        "--timezone",
        type=values.zone,
        metavar=t("ZONE"),
        help=t("where times without a zone were written, such as Asia/Tehran"),
    )
    add("--sheet", metavar=t("SHEET"), help=t("which sheet of a workbook; left out, the first with a table"))
    add(
        "--encoding",
        type=values.encoding,
        metavar=t("ENCODING"),
        help=t("how a text file is encoded, such as windows-1256"),
    )


def inspect(parser: Parser) -> None:
    """The file, and what a person says about how to read it."""
    parser.subjects.add_argument("file", metavar=t("FILE"), help=t("the file as a tool exported it"))
    _reading(parser)


def load(parser: Parser) -> None:
    """The files, and how they are read, called and mapped."""
    parser.subjects.add_argument("files", nargs="+", metavar=t("FILE"), help=t("files as a tool exported them"))
    _reading(parser)
    add = parser.options.add_argument
    add("--mapping", metavar=t("MAPPING"), help=t("a mapping as “inspect” proposes it, edited or not (JSON)"))
    add("--name", metavar=t("NAME"), help=t("what to call the upload; for an experiment its name"))
    add("--repair", metavar=t("UPLOAD"), help=t("the upload whose repaired records the file holds, see “set-aside”"))


def one_upload(parser: Parser) -> None:
    """Which upload."""
    parser.subjects.add_argument("upload", metavar=t("UPLOAD"), help=t("an upload's name in the list of “uploads”"))


def set_aside(parser: Parser) -> None:
    """Which upload, and where its records may be written."""
    one_upload(parser)
    target = t("write the records to this CSV file, to be repaired and given to “load --repair”")
    parser.options.add_argument("--to", metavar=t("FILE"), help=target)


def filtered(parser: Parser) -> None:
    """What part of the data a question is about."""
    add = parser.options.add_argument
    add("--where", action="append", default=[], metavar=t("DIM=VALUE"), help=t("only this value; repeat for more"))
    add("--since", type=values.day, metavar=t("DATE"), help=t("from this day on, as 2026-07-20"))
    add("--until", type=values.day, metavar=t("DATE"), help=t("up to and including this day"))
    flags = ", ".join(FLAG_NAMES)
    add(
        "--leave",
        action="append",
        default=[],
        metavar=t("FLAG"),
        help=t("without responses of this flag ({flags}); repeat for more", flags=flags),
    )


def _weighed(parser: Parser) -> None:
    help_ = t("one of {names}; or share:LOW-HIGH, the share of these scores", names=", ".join(METRICS))
    add = parser.options.add_argument
    add("--metric", type=values.metric, required=True, metavar=t("METRIC"), help=help_)
    _confidence(parser)


def _confidence(parser: Parser) -> None:
    help_ = t("confidence level of intervals")
    parser.options.add_argument("--confidence", type=values.confidence, default=0.95, metavar=t("LEVEL"), help=help_)


def scores(parser: Parser) -> None:
    """What a metric may be asked by, and against which earlier period."""
    _weighed(parser)
    dimensions = "touchpoint, stage, channel, day, week, month, quarter"
    parser.options.add_argument(
        "--by",
        action="append",
        default=[],
        metavar=t("DIM"),
        help=t("group by {dimensions} or a segment; repeat for more", dimensions=dimensions),
    )
    filtered(parser)
    _against(parser)


def _against(parser: Parser) -> None:
    names = ", ".join(values.COMPARISONS)
    help_ = t("with the change against an earlier period ({names}); needs --since and --until", names=names)
    parser.options.add_argument("--against", type=values.comparison, metavar=t("PERIOD"), help=help_)


def compare(parser: Parser) -> None:
    """What a metric is compared by, and within which other dimension."""
    _weighed(parser)
    parser.options.add_argument("--by", required=True, metavar=t("DIM"), help=t("the segment whose values to compare"))
    parser.options.add_argument(
        "--within", metavar=t("DIM"), help=t("within each value of this dimension, such as touchpoint or a segment")
    )
    filtered(parser)


def volumes(parser: Parser) -> None:
    """What is counted by, of which part of the data, and against which earlier period."""
    names = ", ".join(values.COUNTED_BY)
    help_ = t("count by one of {names}; left out, all together", names=names)
    parser.options.add_argument("--by", type=values.counted_by, metavar=t("DIM"), help=help_)
    filtered(parser)
    _against(parser)


def paths(parser: Parser) -> None:
    """Between what, and of which part of the data."""
    add = parser.options.add_argument
    add(
        "--grain",
        type=values.grain,
        default="touchpoint",
        metavar=t("GRAIN"),
        help=t("“touchpoint” (as it is) or “stage”"),
    )
    filtered(parser)


def experiment(parser: Parser) -> None:
    """Which experiment, and what of it."""
    parser.subjects.add_argument("name", nargs="?", metavar=t("NAME"), help=t("which one; left out, all are listed"))
    add = parser.options.add_argument
    add("--control", metavar=t("VARIANT"), help=t("the variant that the others are compared with"))
    add("--metric", action="append", default=[], metavar=t("METRIC"), help=t("only this metric; repeat for more"))
    _confidence(parser)


def serve(parser: Parser) -> None:
    """Where the app listens."""
    add = parser.options.add_argument
    add("--host", default="localhost", metavar=t("HOST"), help=t("the address to listen on (localhost)"))
    add("--port", type=values.port, default=8501, metavar=t("PORT"), help=t("the port to listen on (8501)"))


def plain(parser: Parser) -> None:
    """No options of its own."""
