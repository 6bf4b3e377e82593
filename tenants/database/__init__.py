"""The database engine: one PostgreSQL, one schema per tenant."""
