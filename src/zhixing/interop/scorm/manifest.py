"""`imsmanifest.xml` of SCORM 1.2 and 2004 to a `Package`: only what is needed to show the course.

Namespaces differ by edition and by tool, so elements are known by their local names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from zhixing.core.courses.package import Edition, Package, Sco
from zhixing.interop.later import Later
from zhixing.interop.limited.package import Refused

etree = Later("lxml.etree")
MOST_SCOS = 200
DEEPEST = 20
AGAIN = "请在制作工具里重新导出 SCORM 1.2 或 SCORM 2004 课件"


def read(xml: bytes, files: Collection[str]) -> Package:
    """The package that a manifest describes; `files`: what the archive holds. Raises Refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise Refused(f"的课件清单 imsmanifest.xml 写坏了，读不了。{AGAIN}") from None
    if root.getroottree().docinfo.doctype:
        raise Refused(f"的课件清单里有文档类型声明，不读。{AGAIN}")
    edition = _edition(root)
    pages = dict(_pages(root, frozenset(files)))
    organisation = _organisation(root)
    scos = tuple(_scos(organisation, pages)) if organisation is not None else ()
    if not scos and len(pages) == 1:
        ((code, page),) = pages.items()
        scos = (Sco(code, "", page),)
    if not scos:
        raise Refused(f"的清单里没有能打开的页面（或页面不在压缩包里）。{AGAIN}")
    if len(scos) > MOST_SCOS:
        raise Refused(f"有 {len(scos)} 个部分，最多 {MOST_SCOS} 个。请拆成几个课件")
    title = (_title(organisation) if organisation is not None else "") or scos[0].title or "课件"
    return Package(title, edition, tuple(Sco(s.code, s.title or title, s.page, s.query) for s in scos))


def _local(element: object) -> str:
    tag = getattr(element, "tag", "")
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: object, name: str) -> Iterator[object]:
    return (one for one in element if _local(one) == name)  # type: ignore[attr-defined]


def _first(element: object, *names: str) -> object | None:
    """The element at a path of local names."""
    for name in names:
        found = next(_children(element, name), None)
        if found is None:
            return None
        element = found
    return element


def _edition(root: object) -> Edition:
    version = _first(root, "metadata", "schemaversion")
    said = (getattr(version, "text", "") or "").strip().lower()
    if "2004" in said or "1.3" in said:
        return Edition.V2004
    if said.startswith("1.2"):
        return Edition.V12
    spaces = " ".join(str(one) for one in getattr(root, "nsmap", {}).values())
    if "adlcp_v1p3" in spaces:
        return Edition.V2004
    if "adlcp_rootv1p2" in spaces:
        return Edition.V12
    raise Refused(f"没有写明是 SCORM 1.2 还是 2004。{AGAIN}")


def _pages(root: object, files: frozenset[str]) -> Iterator[tuple[str, str]]:
    """By the code of a resource the page it starts with, where the archive holds it."""
    resources = _first(root, "resources")
    for one in _children(resources, "resource") if resources is not None else ():
        code, href = one.get("identifier", ""), one.get("href", "")  # type: ignore[attr-defined]
        page = inside(unquote(href.partition("?")[0].partition("#")[0]))
        if code and page in files:
            yield code, page


def inside(path: str) -> str:
    """A path within the archive in its plain spelling; empty for one that leads out of it."""
    plain = posixpath.normpath(path.replace("\\", "/"))
    return "" if plain.startswith(("/", "..")) or ":" in plain.split("/")[0] or plain == "." else plain


def _organisation(root: object) -> object | None:
    organisations = _first(root, "organizations")
    if organisations is None:
        return None
    wanted = organisations.get("default")  # type: ignore[attr-defined]
    known = list(_children(organisations, "organization"))
    return next((one for one in known if one.get("identifier") == wanted), known[0] if known else None)  # type: ignore[attr-defined]


def _scos(element: object, pages: dict[str, str], depth: int = 0) -> Iterator[Sco]:
    if depth > DEEPEST:
        raise Refused(f"的目录层次太深。{AGAIN}")
    for item in _children(element, "item"):
        page = pages.get(item.get("identifierref", ""))  # type: ignore[attr-defined]
        if page:
            query = str(item.get("parameters", "")).lstrip("?&#")  # type: ignore[attr-defined]
            code = str(item.get("identifier", page))[:200]  # type: ignore[attr-defined]
            yield Sco(code, _title(item), page, query[:500])
        yield from _scos(item, pages, depth + 1)


def _title(element: object) -> str:
    found = _first(element, "title")
    return " ".join((getattr(found, "text", "") or "").split())[:200]
