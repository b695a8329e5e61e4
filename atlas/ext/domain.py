"""The `atlas` domain: pages and glossary terms as objects that roles and other projects link to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.locale import _
from sphinx.util import logging

from atlas.anatomy import KINDS
from atlas.ext.nodes import definition_link
from atlas.ext.roles import CiteRole, EvidenceRole, NumberRole, PageRole
from atlas.permanence import moved_names

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from atlas.findings import Finding
    from atlas.graph import Graph
    from atlas.memory import Memory
    from atlas.site import Site

logger = logging.getLogger(__name__)


def running_name(name: str, kind: str) -> str:
    """A page's name inside a sentence: no capital, unless it has more than the first."""
    first, rest = name[:1], name[1:]
    if kind in ("pathway", "treatment", "cancer", "food") and rest == rest.lower():
        return first.lower() + rest
    return name


class ObjectEntry(NamedTuple):
    """Where an object stands and what it is called."""

    docname: str
    anchor: str
    name: str


class KindIndex(Index):
    """An A–Z index of one kind of page; subclasses name the kind."""

    kind: ClassVar[str]

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Entries by first letter; Sphinx calls this when it writes the index page."""
        entries: dict[str, list[IndexEntry]] = {}
        domain = cast("AtlasDomain", self.domain)
        objects = [
            (entry.name, key, entry)
            for key, entry in domain.objects.items()
            if key.startswith(f"{self.kind}:") and (docnames is None or entry.docname in docnames)
        ]
        for name, _key, entry in sorted(objects, key=lambda item: (item[0].casefold(), item[1])):
            first = name[:1].upper()
            letter = first if first.isalpha() else "#"
            entries.setdefault(letter, []).append(
                IndexEntry(name, 0, entry.docname, entry.anchor, "", "", "")
            )
        return sorted(entries.items()), False


def _index(kind_name: str, label: str) -> type[KindIndex]:
    return type(
        f"{label.split()[0]}Index",
        (KindIndex,),
        {
            "kind": kind_name,
            "name": f"{kind_name}-index",
            "localname": _(f"{label} A–Z"),
            "shortname": label,
            "__module__": __name__,
        },
    )


class AtlasDomain(Domain):
    """Pages by `kind:id` and terms by `term:id`.

    Data: `objects` (key -> ObjectEntry), `keys` (docname -> keys) and `digests` (docname -> hash of
    what its panels showed when it was last written). The loaded site and its graph are not pickled:
    they are read anew at the start of each build.
    """

    name = "atlas"
    label = "Hallmarks Atlas"
    object_types: ClassVar[dict[str, ObjType]] = {
        **{kind: ObjType(data.label.lower(), kind) for kind, data in KINDS.items()},
        "term": ObjType("term", "term"),
    }
    roles: ClassVar[dict[str, Any]] = {
        # `inline`, not the default `literal`: these are words in a sentence, not code
        **{kind: PageRole(innernodeclass=nodes.inline) for kind in (*KINDS, "term")},
        "cite": CiteRole(),
        "num": NumberRole(),
        "evidence": EvidenceRole(),
    }
    indices: ClassVar[list[type[Index]]] = [
        *(_index(kind.name, kind.plural) for kind in KINDS.values() if kind.name != "guide"),
        _index("term", "Words"),
    ]
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}, "keys": {}, "digests": {}}
    # 1: objects, digests; 2: keys
    data_version = 2

    site: Site
    graph: Graph
    memory: Memory
    #: Of this run of the rules.
    findings: list[Finding]

    @property
    def objects(self) -> dict[str, ObjectEntry]:
        """Place and name by key."""
        return cast("dict[str, ObjectEntry]", self.data.setdefault("objects", {}))

    @property
    def _keys(self) -> dict[str, list[str]]:
        """Keys by docname, so that forgetting a page does not walk the whole site."""
        return cast("dict[str, list[str]]", self.data.setdefault("keys", {}))

    @property
    def digests(self) -> dict[str, str]:
        """Hash of the derived parts by docname."""
        return cast("dict[str, str]", self.data.setdefault("digests", {}))

    def note_object(self, key: str, entry: ObjectEntry, location: Any = None) -> None:
        """Register an object; a second one under the same key is a warning that names the first."""
        other = self.objects.get(key)
        # A page takes over from the place in a list that explained it until now.
        taken_over = other is not None and other.anchor and not entry.anchor
        if other is not None and other.docname != entry.docname and not taken_over:
            logger.warning(
                "%s is also defined in %s",
                key,
                self.env.doc2path(other.docname, base=False),
                location=location,
                type="atlas",
                subtype="id-duplicate",
            )
        self._add(key, entry)
        if not entry.anchor:
            # A project without this extension has no role for our objects in objects.inv, but
            # every Sphinx project has {ref}: there `gene:TP53` works as well.
            standard = self.env.domains.standard_domain
            place = (entry.docname, entry.anchor)
            standard.anonlabels[key.lower()] = place
            standard.labels[key.lower()] = (*place, entry.name)

    def _add(self, key: str, entry: ObjectEntry) -> None:
        self.objects[key] = entry
        self._keys.setdefault(entry.docname, []).append(key)

    def clear_doc(self, docname: str) -> None:
        """Forget what a page defined; Sphinx calls this before a page is read again or is gone."""
        for key in self._keys.pop(docname, ()):
            if key in self.objects and self.objects[key].docname == docname:
                del self.objects[key]
        # Its digest goes too, so that a page that comes back is written.
        self.digests.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel worker read. A worker also holds older data of other pages."""
        for docname in docnames:
            for key in otherdata["keys"].get(docname, ()):
                self._add(key, otherdata["objects"][key])

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link a role to its page or term, or return None: `missing-reference` then decides."""
        key = f"term:{self.site.term_id(target)}" if typ == "term" else f"{typ}:{target}"
        entry = self.objects.get(key)
        if entry is None:
            return None
        if not node.get("refexplicit") and typ not in ("gene", "term"):
            name = running_name(entry.name, typ)
            contnode = nodes.inline(name, name)
        return self._link(builder, fromdocname, key, entry, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """All objects called `target`, for `{any}` and Markdown's `[text](target)`."""
        return [
            (
                f"atlas:{key.partition(':')[0]}",
                self._link(builder, fromdocname, key, entry, contnode),
            )
            for key, entry in sorted(self.objects.items())
            if key.partition(":")[2] == target
        ]

    def _link(
        self, builder: Builder, fromdocname: str, key: str, entry: ObjectEntry, contnode: Element
    ) -> nodes.reference:
        address = builder.get_relative_uri(fromdocname, entry.docname)
        if entry.anchor:
            address += f"#{entry.anchor}"
        kind = key.partition(":")[0]
        return definition_link(
            "", "", contnode, internal=True, refuri=address, key=key, classes=["def", kind]
        )

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Name, display name, type, page, anchor, search priority; sorted, for objects.inv."""
        for key, entry in sorted(self.objects.items()):
            kind, _, target = key.partition(":")
            yield target, entry.name, kind, entry.docname, entry.anchor, 1
        # Former names lead on: links of other projects still find what they mean.
        for old, new in moved_names(self.site).items():
            kind, _, target = old.partition(":")
            if new in self.objects and old not in self.objects:
                entry = self.objects[new]
                yield target, entry.name, kind, entry.docname, entry.anchor, -1

    def get_full_qualified_name(self, node: Element) -> str | None:
        """The key of a pending link."""
        kind, target = node.get("reftype"), node.get("reftarget")
        return f"{kind}:{target}" if kind and target else None
