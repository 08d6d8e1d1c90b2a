"""What other tools ask, as a label schema: Label Studio's XML configurations, CVAT's label JSON.

Both answer (schema, notes): a schema in its JSON form as far as the tool's questions have a
counterpart, and for each thing that was left away or changed a note that says what to do. Both
raise BadConfig where there is nothing to ask. Names of controls become names of labels, values
become classes. Nothing is fetched, and no code in a configuration is run.
"""

from app.formats.configs.cvat import cvat_labels
from app.formats.configs.drafts import BadConfig, Schema
from app.formats.configs.labelstudio import label_studio_config
from app.formats.configs.notes import Note

__all__ = ["BadConfig", "Note", "Schema", "cvat_labels", "label_studio_config"]
