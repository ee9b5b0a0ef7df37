ALTER TABLE library_item ADD COLUMN seconds REAL;
ALTER TABLE library_item ADD COLUMN fps REAL;

ALTER TABLE template ADD COLUMN motion TEXT; -- JSON
