#!/usr/bin/env bash
# Makes sure that the browser tests find a browser. Usage: tests/install_browser.sh PYTHON
#
# Tests and this script look in the same order: $CXDASH_BROWSER, chromium, chromium-browser, google-chrome on the
# PATH, then Playwright's own. When there is none: Debian's chromium where we may install packages, else
# Playwright's download.
set -euo pipefail
python=${1:?usage: tests/install_browser.sh PYTHON}

of_playwright() {
    "$python" - <<'EOF'
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    raise SystemExit(not Path(playwright.chromium.executable_path).exists())
EOF
}

found() {
    if [ -n "${CXDASH_BROWSER:-}" ]; then
        [ -x "$CXDASH_BROWSER" ] || { echo "\$CXDASH_BROWSER names $CXDASH_BROWSER, which cannot be started." >&2; exit 1; }
        return 0
    fi
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return 0
    done
    of_playwright
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

from_debian() {
    command -v apt-get >/dev/null || return 1
    echo "Installing Debian's chromium for the browser tests."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
}

from_playwright() {
    echo "Installing Playwright's own browser for the browser tests."
    "$python" -m playwright install chromium && of_playwright
}

found || from_debian || from_playwright || {
    echo "The browser tests need a browser: install chromium, or set CXDASH_BROWSER to the path of a Chromium or Chrome." >&2
    exit 1
}
