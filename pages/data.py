"""The data page: drop a file, see what became of every row, take an upload back."""

from cxdash.ui.history_parts import dictionary_part, history_part
from cxdash.ui.quality_parts import quality_part
from cxdash.ui.settings_parts import settings_part
from cxdash.ui.upload_parts import sample_part, upload_part

upload_part()
sample_part()
history_part()
quality_part()
dictionary_part()
settings_part()
