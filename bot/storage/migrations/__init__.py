"""Migrations: how a database becomes what the models say, step by step. They run at the start."""
