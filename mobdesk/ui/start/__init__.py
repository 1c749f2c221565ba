"""The first start, and the first project: a code is pasted and explained."""
