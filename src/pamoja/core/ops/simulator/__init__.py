"""The words of `./run manage simulate`: events as a conversation shows them, findings as a report."""
