"""Steps of the schema; run by ``models.upgrade`` only."""
