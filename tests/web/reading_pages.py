"""What a test reads in a page: what its forms carry, what it says, what it offers."""

import html
import re


def hidden(text: str, name: str) -> str:
    """The value that the first field of this name carries."""
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', text)
    assert found, f"no field {name}"
    return html.unescape(found[1])


def says(text: str) -> str:
    """The words of the main part, without marks and without blanks around them."""
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    bare = re.sub(r"<[^>]+>", " ", main[0] if main else text)
    return re.sub(r"\s+", " ", html.unescape(bare)).strip()


def steps_offered(text: str) -> set[str]:
    """The steps of a placement for which the page has a button."""
    return set(re.findall(r'name="step" value="(\w+)"', text))


def rows_of_table(text: str) -> int:
    """How many rows the bodies of the tables have."""
    return sum(body.count("<tr") for body in re.findall(r"<tbody>.*?</tbody>", text, re.DOTALL))
