"""What the steps that read lists of documents in Xero have in common."""

from shared.sources.editors import Editors
from shared.sources.listed_documents import ListedDocuments
from shared.steps.context import StepContext


def listed_documents(context: StepContext) -> ListedDocuments:
    """Make what notes changes of documents that a list in Xero shows; it is for one invocation."""
    return ListedDocuments(
        xero=context.xero,
        brightpearl=lambda: context.brightpearl,
        store=context.store,
        settings=context.settings,
        queues=context.progress.queues,
        editors=Editors(xero=context.xero),
    )
