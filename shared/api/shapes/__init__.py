"""What the API answers and takes, shape by shape: the OpenAPI document is made of these."""

from shared.api.shapes.causes import CauseLine, ErrorList
from shared.api.shapes.connections import ConnectionLine, ConnectionList, Health, SettingsAnswer, Summary
from shared.api.shapes.deposits import DepositLine, DepositPage
from shared.api.shapes.entries import EntryLine, EntryList
from shared.api.shapes.late_changes import LateChangeLine, LateChangePage, TaxAmounts
from shared.api.shapes.previews import BroughtFirst, PreviewAnswer, PreviewProblem
from shared.api.shapes.records import (
    DocumentVersion,
    ErrorOnRecord,
    HistoryEvent,
    HistoryPage,
    RecordDetail,
    RecordLine,
    RecordPage,
    RelatedRecord,
)
from shared.api.shapes.runs import Accepted, RunDetail, RunLine, RunPage, RunStep
from shared.api.shapes.selection import InQuery, Selection, SelectionFilter, Twin

__all__ = [
    "Accepted",
    "BroughtFirst",
    "CauseLine",
    "ConnectionLine",
    "ConnectionList",
    "DepositLine",
    "DepositPage",
    "DocumentVersion",
    "EntryLine",
    "EntryList",
    "ErrorList",
    "ErrorOnRecord",
    "Health",
    "HistoryEvent",
    "HistoryPage",
    "InQuery",
    "LateChangeLine",
    "LateChangePage",
    "PreviewAnswer",
    "PreviewProblem",
    "RecordDetail",
    "RecordLine",
    "RecordPage",
    "RelatedRecord",
    "RunDetail",
    "RunLine",
    "RunPage",
    "RunStep",
    "Selection",
    "SelectionFilter",
    "SettingsAnswer",
    "Summary",
    "TaxAmounts",
    "Twin",
]
