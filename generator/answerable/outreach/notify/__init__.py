"""Notify people and programs of news: one module for each way, each with a constant `WAY`."""
