"""Opens captures with mitmproxy's reader of HAR files.

Arguments: pairs of a capture as recorded and as `unharm` wrote it, which may be in a ZIP archive. What mitmproxy cannot open
as recorded is left out; the rest must open redacted, with as many flows.
"""

import sys

from har_file import read
from mitmproxy.io.har import request_to_flow


def flows(file):
    har = read(file)
    return [request_to_flow(entry) for entry in har["log"]["entries"]]


def main(files):
    compared = 0
    for before, after in zip(files[::2], files[1::2]):
        try:
            expected = flows(before)
        except Exception:
            continue
        found = flows(after)
        alike = [flow.request.method for flow in found] == [flow.request.method for flow in expected]
        if not alike:
            sys.exit(f"{after}: mitmproxy reads other flows than in {before}")
        compared += 1
    if compared == 0:
        sys.exit("mitmproxy opened no capture")
    print(f"{compared} captures read alike")


main(sys.argv[1:])
