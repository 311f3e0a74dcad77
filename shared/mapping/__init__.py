"""Brightpearl records to Xero payloads, and Xero payments to Brightpearl ones. Pure: values in, values out."""
