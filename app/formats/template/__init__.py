"""A format of a project's own: which of our fields goes to which JSON path of a label file.

Public sets of AI training data in Korea have no single schema: each delivery says how its label
files are laid out. A template says so for one project, and a JSON Schema in it checks every file.
The families that come again and again are ready made (`families.py`). Label files lie in
`라벨링데이터/`, what they are about in `원천데이터/`, matched by stem; names are in composed form.
"""

from app.formats.template.document import documents
from app.formats.template.families import FAMILIES, Family
from app.formats.template.fields import FIELDS
from app.formats.template.mapping import Template, TemplateRefused, parse_template, template_json
from app.formats.template.proposal import proposed
from app.formats.template.schema import Checker, Fault
from app.formats.template.writing import BENDS, LABELS, SOURCE, TemplateUnfit, write

__all__ = [
    "BENDS",
    "FAMILIES",
    "FIELDS",
    "LABELS",
    "SOURCE",
    "Checker",
    "Family",
    "Fault",
    "Template",
    "TemplateRefused",
    "TemplateUnfit",
    "documents",
    "parse_template",
    "proposed",
    "template_json",
    "write",
]
