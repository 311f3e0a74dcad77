"""Everything to try the connector on one machine, without touching anybody's books: four rooms, each knows those above it.

stand_ins/  a Brightpearl and a Xero that answer over HTTP, a shop that fills them, faults; they know nothing of the connector
cloud/      AWS on this machine: the real stack is deployed into it, and connected with the stand-ins
proof/      whether the connector keeps its promises: one whole cycle, the storm, both systems compared, screenshots
bench/      what the connector costs in calls, time and money, beside what people would use instead
"""
