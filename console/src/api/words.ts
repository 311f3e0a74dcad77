/** The API's shapes by their own names. */
import type { components } from "./generated";

type Schemas = components["schemas"];

export type KindName = Schemas["KindName"];
export type Status = Schemas["Status"];
export type Reason = Schemas["Reason"];
export type Order = Schemas["Order"];
export type RecordLine = Schemas["RecordLine"];
export type RecordDetail = Schemas["RecordDetail"];
export type RecordPage = Schemas["RecordPage"];
export type RelatedRecord = Schemas["RelatedRecord"];
export type ErrorOnRecord = Schemas["ErrorOnRecord"];
export type HistoryEvent = Schemas["HistoryEvent"];
export type PreviewAnswer = Schemas["PreviewAnswer"];
export type EntryLine = Schemas["EntryLine"];
export type DepositLine = Schemas["DepositLine"];
export type RunLine = Schemas["RunLine"];
export type RunStep = Schemas["RunStep"];
export type RunDetail = Schemas["RunDetail"];
export type Summary = Schemas["Summary"];
export type Health = Schemas["Health"];
export type Accepted = Schemas["Accepted"];
export type ErrorList = Schemas["ErrorList"];
export type CauseLine = Schemas["CauseLine"];
export type SettingsAnswer = Schemas["SettingsAnswer"];
