"""A document as HTML: no raw HTML of its author gets through, links between documents lead to their pages."""

import re
from dataclasses import dataclass
from posixpath import normpath

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*:|^/|^#")


@dataclass(frozen=True)
class Heading:
    """A heading of the second level, for the list of contents."""

    id: str
    words: str


@dataclass(frozen=True)
class Page:
    """A drawn document."""

    html: SafeString
    headings: list[Heading]


def slug(words: str) -> str:
    """The id of a heading: letters and digits of any script, in lower case, with hyphens between."""
    return re.sub(r"[^\w]+", "-", words.replace("`", "").casefold()).strip("-")


def draw(markdown: str, section: str) -> Page:
    """The HTML of a document that lies in a section's folder."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(anchors_plugin, min_level=1, max_level=4, slug_func=slug)
    tokens = parser.parse(markdown)
    for token in tokens:
        _point_links(token, section)
    html = parser.renderer.render(tokens, parser.options, {})
    framed = html.replace("<table>", '<div class="table-scroll" tabindex="0"><table class="table">')
    framed = framed.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return Page(mark_safe(framed), _headings(tokens))  # noqa: S308 - the parser lets no raw HTML through


def _headings(tokens: list[Token]) -> list[Heading]:
    pairs = zip(tokens, tokens[1:], strict=False)
    return [
        Heading(str(opening.attrs["id"]), words.content.replace("`", ""))
        for opening, words in pairs
        if opening.type == "heading_open" and opening.tag == "h2"
    ]


def _point_links(token: Token, section: str) -> None:
    for child in token.children or ():
        if child.type == "link_open":
            child.attrs["href"] = address(str(child.attrs["href"]), section)


def address(target: str, section: str) -> str:
    """`deploy.md#x` in a section as the address of its page; what leads elsewhere stays."""
    if OUTSIDE.match(target):
        return target
    path, hash_, anchor = target.partition("#")
    path = re.sub(r"(\.[a-z]{2})?\.md$", "", path)
    return normpath(f"/help/{section}/{path}") + "/" + hash_ + anchor
