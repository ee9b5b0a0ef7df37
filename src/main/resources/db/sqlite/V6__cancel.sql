-- When its user wished the job to end. No move writes it, so that none is lost for it.
ALTER TABLE job ADD COLUMN cancel_asked_at INTEGER;
