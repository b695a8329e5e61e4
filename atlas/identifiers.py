"""Identifiers of other databases: their form, their name, and where they lead."""

from __future__ import annotations

from typing import Final

#: Forms of identifiers, as Bioregistry records them (CC0).
PATTERNS: Final = {
    "hgnc": r"HGNC:\d{1,5}",
    "entrez": r"\d+",
    "uniprot": r"[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2}",
    "ensembl": r"ENSG\d{11}",
    "wikipathways": r"WP\d{1,5}",
    "reactome": r"R-HSA-\d+",
    "go": r"GO:\d{7}",
    "ncit": r"C\d+",
    "chembl": r"CHEMBL\d+",
    "rxnorm": r"\d{1,7}",
    "mondo": r"MONDO:\d{7}",
    "doid": r"DOID:\d+",
    "oncotree": r"[A-Z][A-Z0-9_]*",
}

#: Addresses of identifiers, as Bioregistry records them (CC0).
ADDRESSES = {
    "hgnc": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/{}",
    "entrez": "https://www.ncbi.nlm.nih.gov/gene/{}",
    "uniprot": "https://www.uniprot.org/uniprotkb/{}",
    "ensembl": "https://www.ensembl.org/id/{}",
    "wikipathways": "https://www.wikipathways.org/pathways/{}.html",
    "reactome": "https://reactome.org/content/detail/{}",
    "go": "https://amigo.geneontology.org/amigo/term/{}",
    "ncit": "https://ncithesaurus.nci.nih.gov/ncitbrowser/ConceptReport.jsp"
    "?dictionary=NCI%20Thesaurus&code={}",
    "mondo": "https://monarchinitiative.org/{}",
    "doid": "https://disease-ontology.org/term/{}",
    "oncotree": "https://oncotree.mskcc.org/?version=oncotree_latest_stable&field=CODE&search={}",
    "chembl": "https://www.ebi.ac.uk/chembl/explore/compound/{}",
    "rxnorm": "https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm={}",
}
DATABASES = {
    "hgnc": "HGNC",
    "entrez": "NCBI Gene",
    "uniprot": "UniProt",
    "ensembl": "Ensembl",
    "wikipathways": "WikiPathways",
    "reactome": "Reactome",
    "go": "Gene Ontology",
    "ncit": "NCI Thesaurus",
    "mondo": "Mondo",
    "doid": "Disease Ontology",
    "oncotree": "OncoTree",
    "chembl": "ChEMBL",
    "rxnorm": "RxNorm",
}


def address(prefix: str, value: str) -> str:
    """Where an identifier leads."""
    return ADDRESSES[prefix].format(value)
