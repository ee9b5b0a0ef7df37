-- Which files that requests brought the jobs name. It follows from the input of each job, whoever writes the row.
CREATE TABLE job_input (
  job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  key    TEXT NOT NULL,
  PRIMARY KEY (job_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_input_of_key ON job_input (key);

CREATE TRIGGER job_names_inputs AFTER INSERT ON job WHEN instr(NEW.input, '/inputs/')
BEGIN
  INSERT INTO job_input (job_id, key)
  SELECT DISTINCT NEW.id, atom FROM json_tree(NEW.input)
  WHERE type = 'text' AND atom GLOB 'users/*/inputs/*';
END;

INSERT INTO job_input (job_id, key)
SELECT DISTINCT job.id, tree.atom
FROM job, json_tree(iif(json_valid(job.input), job.input, '{}')) AS tree
WHERE tree.type = 'text' AND tree.atom GLOB 'users/*/inputs/*';

CREATE INDEX job_ended ON job (ended_at) WHERE lane = 0;
