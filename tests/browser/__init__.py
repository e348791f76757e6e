"""Tests that open pages in a browser. A package, so that the browser which they share closes after the last of them."""
