"""The bylaw form as a browser reads it: what it would send."""

from html.parser import HTMLParser


def sent_by(page: str) -> dict[str, str]:
    """The successful controls of a page, by name; of buttons none."""
    reader = _Reader()
    reader.feed(page)
    return reader.fields


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.open = ""
        """The select or text area that is being read."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name"), told.get("value") or ""
        if tag in {"select", "textarea"} and name:
            self.open = name
            if tag == "textarea":
                self.fields[name] = ""
        elif tag == "option" and ("selected" in told or self.open not in self.fields):
            self.fields[self.open] = value
        elif tag == "input" and name and told.get("type") in {"radio", "checkbox"}:
            if "checked" in told:
                self.fields[name] = value or "y"
        elif tag == "input" and name:
            self.fields[name] = value

    def handle_data(self, data: str) -> None:
        if self.open and self.lasttag == "textarea":
            self.fields[self.open] += data.removeprefix("\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.open = ""
