"""The child's walls: whatever a file does there, the parent lives and says one sentence."""

import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import duckdb
import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import connect
from cxdash.ingest.sandbox import run


def job(folder: Path, path: Path, action: str = "inspect") -> dict[str, object]:
    return {
        "action": action,
        "path": str(path),
        "name": path.name,
        "work": str(folder / "work"),
        "out": str(folder / "out"),
    }


def survey(folder: Path, n: int = 50) -> Path:
    path = folder / "answers.csv"
    rows = (f"R{i},2025-01-{1 + i % 28:02d},{i % 11},North\n" for i in range(n))
    path.write_text("response_id,date,nps,region\n" + "".join(rows))
    return path


def children_of(folder: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if "cxdash.ingest.child" in line and str(folder) in line]


def test_an_honest_file_is_inspected_and_loaded(tmp_path: Path):
    answer = run(job(tmp_path, survey(tmp_path)), Limits())
    assert (answer["kind"], answer["rows"]) == ("survey", 50)
    report = run(job(tmp_path, survey(tmp_path), "load"), Limits())
    assert (report["read"], report["loaded"], report["set_aside"]) == (50, 50, 0)
    assert (tmp_path / "out" / "responses.parquet").is_file()


def test_a_refusal_travels_back_as_message_and_hint(tmp_path: Path):
    path = tmp_path / "page.csv"
    path.write_text("<!doctype html><html></html>")
    with pytest.raises(CxdashError, match="This is a web page, not a table") as refusal:
        run(job(tmp_path, path), Limits())
    assert refusal.value.hint
    assert "Traceback" not in str(refusal.value)


def test_time_on_the_clock_is_limited_and_the_limit_is_named(tmp_path: Path):
    started = time.monotonic()
    with pytest.raises(CxdashError, match="longer than 0 seconds"):
        run(job(tmp_path, survey(tmp_path)), Limits(wall_s=0))
    assert time.monotonic() - started < 5
    assert children_of(tmp_path) == []


def test_processor_time_is_limited_and_the_limit_is_named(tmp_path: Path):
    with pytest.raises(CxdashError, match="more than 0 seconds of processor time"):
        run(job(tmp_path, survey(tmp_path, 300_000)), Limits(cpu_s=0, cpu_s_per_mb=0))


def test_memory_is_limited_and_the_limit_is_named(tmp_path: Path):
    path = tmp_path / "large.xlsx"
    rows = "".join(f'<row r="{n}">' + "<c><v>1</v></c>" * 200 + "</row>" for n in range(1, 10_001))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in MINIMAL.items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
    with pytest.raises(CxdashError, match="more than 250 MB of memory"):
        run(job(tmp_path, path), Limits(memory_mb=250, max_ratio=10_000))


def test_what_a_child_writes_is_limited_and_the_limit_is_named(tmp_path: Path):
    path = tmp_path / "long.csv"
    # The line that has fewer cells makes the reader write the records anew, with marks around each cell.
    path.write_text("a,b,c\n1,2\n" + "1,2,3\n" * 700_000)
    small = Limits(max_file_mb=5, max_unpacked_mb=5, max_spill_mb=5)
    with pytest.raises(CxdashError, match="a temporary file of more than 5 MB"):
        run(job(tmp_path, path), small)


NETWORK = """
import socket, sys
from cxdash.ingest import child
child._wall_in({"memory_mb": 1024, "cpu_s": 20, "wall_s": 20, "file_mb": 1})
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
except OSError:
    print("nobody there")
"""
MAY_LEAVE = "import ctypes, os; print(ctypes.CDLL(None).unshare(0x40000000 | (0x10000000 if os.geteuid() else 0)))"


def said(code: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_child_reaches_no_network_where_the_system_lets_it_leave():
    if said(MAY_LEAVE) != "0":
        pytest.skip("this system lets nobody leave its network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert said(NETWORK, str(server.getsockname()[1])) == "nobody there"


def test_a_child_that_may_not_leave_the_network_does_its_work_all_the_same():
    code = "from cxdash.ingest import child; child._NEW_NETWORK = child._NEW_USER = -1; child._leave_network()"
    assert said(code + "; print('on')") == "on"


@pytest.mark.parametrize(
    "sql",
    [
        "SET threads = 4",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET allowed_configs = ['threads']",
        "SET allow_unsigned_extensions = true",
        "RESET memory_limit",
        "INSTALL httpfs",
        "INSTALL h3 FROM community",
        "LOAD httpfs",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM secret",
    ],
)
def test_a_readers_connection_does_nothing_but_read_its_folders(tmp_path: Path, sql: str):
    secret = duckdb.sql("SELECT 42 AS answer").arrow()
    with connect(tmp_path, Limits()) as con, pytest.raises(duckdb.Error):
        con.execute(sql)
    assert secret is not None


def test_a_readers_connection_takes_the_zone_of_a_file_and_is_denied_what_the_mart_is(tmp_path: Path):
    denied = "'allow_community_extensions', 'allow_unsigned_extensions', 'python_scan_all_frames'"
    with connect(tmp_path, Limits()) as con:
        con.execute("SET TimeZone = $zone", {"zone": "Asia/Tehran"})
        found = con.execute(f"SELECT DISTINCT value FROM duckdb_settings() WHERE name IN ({denied})").fetchall()
    assert found == [("false",)]


def test_a_mistake_of_our_own_does_not_blame_the_file(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    with pytest.raises(CxdashError) as refusal:
        run({**job(tmp_path, survey(tmp_path)), "action": "load", "mapping": 7, "out": 3}, Limits())
    assert "a mistake of its own" in refusal.value.message
    assert "Traceback" in caplog.text
    assert "Traceback" not in str(refusal.value)


def test_reading_can_be_cancelled(tmp_path: Path):
    with pytest.raises(CxdashError, match="cancelled"):
        run(job(tmp_path, survey(tmp_path)), Limits(), cancelled=lambda: True)
    assert children_of(tmp_path) == []


def test_the_child_sees_no_secret_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CXDASH_SECRET", "do not tell")
    from cxdash.ingest import sandbox  # noqa: PLC0415 - the private function is what starts the child

    document = tmp_path / "job.json"
    document.write_text("{}")
    child = sandbox._start(document, tmp_path)
    environment = Path(f"/proc/{child.pid}/environ").read_bytes()
    child.kill()
    child.wait()
    assert b"do not tell" not in environment


@pytest.mark.parametrize("module", ["cxdash.ingest.sandbox", "cxdash.ingest.child"])
def test_starting_costs_no_heavy_import(module: str):
    heavy = "['pandas', 'pyarrow', 'duckdb', 'numpy', 'streamlit', 'python_calamine', 'charset_normalizer']"
    code = f"import sys, {module}; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CXDASH_LIMIT_MEMORY_MB", "512")
    monkeypatch.setenv("CXDASH_LIMIT_MAX_LINE_MB", "0.5")
    assert Limits.from_environment() == Limits(memory_mb=512, max_line_mb=0.5)
    assert Limits.from_json(Limits().as_json()) == Limits()
    monkeypatch.setenv("CXDASH_LIMIT_MAX_ROWS", "many")
    with pytest.raises(ValueError, match="many"):
        Limits.from_environment()


def test_time_grows_with_the_file_so_that_two_gigabytes_pass():
    limits = Limits()
    assert limits.cpu_seconds(0) == 90
    assert limits.cpu_seconds(2 << 30) > 2000
    assert limits.wall_seconds(2 << 30) > limits.cpu_seconds(2 << 30)


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MINIMAL = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
}
