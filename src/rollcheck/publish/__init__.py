"""What the public gets: the report, the schema of the result it is made from, a run's folder."""

from rollcheck.publish.disclosure import public_document
from rollcheck.publish.folder import run_to_folder
from rollcheck.publish.report import report_html
from rollcheck.publish.schema import problems_in, result_schema

__all__ = ["problems_in", "public_document", "report_html", "result_schema", "run_to_folder"]
