"""HTML read as browsers read it, into elements that can be walked."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from selectolax.lexbor import LexborHTMLParser, LexborNode


def parse(html: str) -> Element:
    """The root element of a page, or of the page that browsers make around a part. Comments are left out."""
    top = LexborHTMLParser(html).root
    assert top is not None
    root = Element(str(top.tag), _attributes(top))
    _fill(root, top)
    return root


def _fill(element: Element, node: LexborNode) -> None:
    last: Element | None = None
    for child in node.iter(include_text=True):
        if child.is_text_node:
            if last is None:
                element.text = (element.text or "") + (child.text_content or "")
            else:
                last.tail = (last.tail or "") + (child.text_content or "")
        elif child.is_element_node:
            last = SubElement(element, str(child.tag), _attributes(child))
            _fill(last, child)


def _attributes(node: LexborNode) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}
