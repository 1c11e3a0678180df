"""What the public gets: the report, and the schema of the result it is made from."""

from rollcheck.publish.report import report_html
from rollcheck.publish.schema import problems_in, result_schema

__all__ = ["problems_in", "report_html", "result_schema"]
