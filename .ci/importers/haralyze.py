"""Opens captures with haralyzer and asks each page for what people ask for.

Arguments: pairs of a capture as recorded and as `unharm` wrote it, which may be in a ZIP archive. What haralyzer cannot open
as recorded is left out; the rest must open redacted, and say the same.
"""

import sys

from har_file import read
from haralyzer import HarParser

# What redaction may not change.
ASKED = ["page_id", "actual_page", "get_requests", "post_requests", "image_files", "css_files",
         "js_files", "html_files", "page_size", "time_to_first_byte", "get_load_time"]


def told(file):
    parser = HarParser(read(file))
    pages = []
    for page in parser.pages:
        answers = [len(page.entries)]
        for name in ASKED:
            try:
                answer = getattr(page, name)
                if name == "get_load_time":
                    answer = answer(request_type=".*", status_code=".*")
                answers.append(len(answer) if isinstance(answer, list) else
                               answer if isinstance(answer, (int, float)) else None)
            except Exception as error:  # The library raises anything on what it does not expect.
                answers.append(type(error).__name__)
        pages.append(answers)
    return pages


def main(files):
    compared = 0
    for before, after in zip(files[::2], files[1::2]):
        try:
            expected = told(before)
        except Exception:
            continue
        if told(after) != expected:
            sys.exit(f"{after}: haralyzer reads it differently than {before}")
        compared += 1
    if compared == 0:
        sys.exit("haralyzer opened no capture")
    print(f"{compared} captures read alike")


main(sys.argv[1:])
