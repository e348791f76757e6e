"""Receipts by kind: each file gives `MAKERS`, kind of layer → how the receipt of one of its cells is written."""
