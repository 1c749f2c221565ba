"""Projects: code, dates, award. Grammar of the code: ``project_codes``."""

from __future__ import annotations

from mobdesk.domain.project_codes import CodePart, ParsedCode, parse_code

__all__ = ["CodePart", "ParsedCode", "parse_code"]
