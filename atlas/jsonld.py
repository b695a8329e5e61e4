"""JSON-LD for search engines: schema.org and Bioschemas types, from the same facts as the page."""

from __future__ import annotations

import json
from typing import Any

from atlas import imprint
from atlas.graph import Graph
from atlas.identifiers import address as identifier
from atlas.model import CancerFront, FoodFront, GeneFront, PathwayFront, TreatmentFront
from atlas.site import Page

_BIOSCHEMAS = "https://bioschemas.org/profiles/Gene/1.0-RELEASE"


def document(graph: Graph, page: Page, base: str) -> dict[str, Any]:
    """The JSON-LD of a page; `base` is the address of the site, or empty."""
    front = page.front
    assert front
    address = imprint.page_address(base, page)
    result: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage" if not page.frame else "WebPage",
        "@id": address,
        "name": front.name,
        "description": front.summary,
        "inLanguage": "en",
        "license": imprint.LICENSE_URL,
        "author": {"@type": "Organization", "name": imprint.AUTHORS},
        "dateModified": front.review.checked.isoformat(),
        "isAccessibleForFree": True,
    }
    if not page.frame:
        result["version"] = page.hash
        result["lastReviewed"] = front.review.checked.isoformat()
        about = _about(graph, page, address)
        if about:
            result["about"] = about
    return result


def _about(graph: Graph, page: Page, address: str) -> dict[str, Any] | None:
    front = page.front
    assert front
    about: dict[str, Any] = {"@id": f"{address}#entity", "name": front.name}
    if front.aliases:
        about["alternateName"] = sorted(front.aliases)
    if isinstance(front, GeneFront):
        about |= {
            "@type": "Gene",
            "http://purl.org/dc/terms/conformsTo": {"@id": _BIOSCHEMAS, "@type": "CreativeWork"},
            "identifier": front.ids.hgnc,
            "taxonomicRange": "http://purl.obolibrary.org/obo/NCBITaxon_9606",
            "encodesBioChemEntity": [
                {"@type": "Protein", "@id": identifier("uniprot", u)} for u in front.ids.uniprot
            ],
            "sameAs": [
                identifier("hgnc", front.ids.hgnc),
                identifier("ensembl", front.ids.ensembl),
            ],
        }
    elif isinstance(front, PathwayFront):
        about |= {
            "@type": "BioChemEntity",
            "sameAs": [identifier("wikipathways", w) for w in front.ids.wikipathways]
            + [identifier("reactome", r) for r in front.ids.reactome],
            "hasBioChemEntityPart": [
                {"@type": "Gene", "name": gene.id} for gene in graph.diagram_genes(page)
            ],
        }
    elif isinstance(front, TreatmentFront):
        about["@type"] = "Drug" if front.form == "drug" else "MedicalTherapy"
        if front.form == "drug" and front.ids.ncit:
            about["sameAs"] = [identifier("ncit", front.ids.ncit)]
    elif isinstance(front, CancerFront):
        about["@type"] = "MedicalCondition"
        about["sameAs"] = [
            identifier(prefix, value) for prefix, value in front.ids.model_dump().items() if value
        ]
    elif isinstance(front, FoodFront):
        about["@type"] = "DietarySupplement" if front.form == "supplement" else "Thing"
    elif page.kind.name == "hallmark":
        about["@type"] = "DefinedTerm"
    else:
        return None
    return {key: value for key, value in about.items() if value}


def dumps(graph: Graph, page: Page, base: str | None) -> str | None:
    """The JSON-LD as text that is safe inside a script element."""
    if page.front is None:
        return None
    text = json.dumps(document(graph, page, base or ""), ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
