package dev.darkroom.doctor;

/**
 * What can be wrong, and how it is found in the {@link CaseFile}: each row of the query is one
 * case, in words.
 */
enum Finding {
  FILE_MISSING(
      "The file of a result is not in storage",
      """
      SELECT library_item.key || ' of ' || library_item.user FROM library_item LEFT JOIN stored USING (key)
      WHERE stored.key IS NULL
      """),
  MASK_MISSING(
      "The mask of a result is not in storage",
      """
      SELECT library_item.mask_key || ' of ' || library_item.user FROM library_item
      LEFT JOIN stored ON stored.key = library_item.mask_key
      WHERE library_item.mask_key IS NOT NULL AND stored.key IS NULL
      """),
  SIZE_DIFFERS(
      "A file has not the size that the library says",
      """
      SELECT library_item.key || ' has ' || stored.size || ' bytes, not ' || library_item.bytes
      FROM library_item JOIN stored USING (key) WHERE stored.size <> library_item.bytes
      """),
  INPUT_MISSING(
      "A file that an unfinished job needs is not in storage",
      """
      SELECT named.key || ' for job ' || named.job_id FROM named LEFT JOIN stored USING (key)
      WHERE named.needed AND stored.key IS NULL
      """),
  TEMPLATE_PICTURE_MISSING(
      "A picture of a template is not in storage",
      """
      SELECT template_picture.key || ' of template ' || slug
      FROM template_picture LEFT JOIN stored USING (key) WHERE stored.key IS NULL
      """),
  COMPLETED_UNCHARGED(
      "A job is completed and was not charged as it says",
      """
      SELECT 'job ' || job.id || ' of ' || job.user || ': ' || coalesce(job.charged_credits, 'no')
        || ' credits' FROM job
      LEFT JOIN entry ON entry.job_id = job.id
      WHERE job.status = 'completed'
        AND (job.charged_credits IS NULL OR job.charged_credits <> -coalesce(entry.delta, 0))
      """),
  CHARGED_UNCOMPLETED(
      "A charge belongs to no completed job",
      """
      SELECT entry.user || ' paid ' || -entry.delta || ' for job ' || entry.job_id FROM entry
      JOIN job ON job.id = entry.job_id
      WHERE job.status <> 'completed' OR job.user <> entry.user
      """),
  CHARGED_TWICE(
      "A job was charged more than once",
      """
      SELECT 'job ' || job_id || ' of ' || user || ', ' || count(*) || ' times' FROM entry
      WHERE job_id IS NOT NULL GROUP BY user, job_id HAVING count(*) > 1
      """),
  HOLD_LEFT_OPEN(
      "Credits are held for a job that has ended",
      """
      SELECT hold.credits || ' of ' || hold.user || ' for job ' || hold.job_id FROM hold
      LEFT JOIN job ON job.id = hold.job_id
      WHERE hold.state = 'open' AND (job.id IS NULL OR job.lane = 0)
      """),
  HOLD_MISSING(
      "An unfinished job holds other credits than it says",
      """
      SELECT 'job ' || job.id || ' of ' || job.user || ': ' || job.held_credits || ', held '
        || coalesce(hold.credits, 0)
      FROM job LEFT JOIN hold ON hold.job_id = job.id AND hold.state = 'open'
      WHERE job.lane > 0 AND job.held_credits <> coalesce(hold.credits, 0)
      """),
  BALANCE_DIFFERS(
      "A balance is not the sum of its statement",
      """
      SELECT user || ': ' || balance || ', the statement says ' || total FROM (
        SELECT account.user, account.balance, coalesce(sum(entry.delta), 0) AS total
        FROM account LEFT JOIN entry USING (user) GROUP BY account.user)
      WHERE balance <> total
      """),
  STATEMENT_BROKEN(
      "A line of a statement does not follow from those before it",
      """
      SELECT user || ', line ' || n FROM (
        SELECT user, n, balance, sum(delta) OVER running AS total,
          row_number() OVER running AS place
        FROM entry WINDOW running AS (PARTITION BY user ORDER BY n))
      WHERE balance <> total OR n <> place
      """),
  HELD_DIFFERS(
      "What an account holds is not the sum of its holds",
      """
      SELECT user || ': ' || held || ', the holds say ' || total FROM (
        SELECT account.user, account.held, coalesce(sum(hold.credits), 0) AS total
        FROM account LEFT JOIN hold ON hold.user = account.user AND hold.state = 'open'
        GROUP BY account.user)
      WHERE held <> total
      """),
  ACCOUNT_MISSING(
      "Somebody has jobs or a statement, and no account",
      """
      SELECT user FROM (SELECT user FROM job UNION SELECT user FROM entry)
      WHERE user NOT IN (SELECT user FROM account)
      """),

  /** A user's delete or a store of two files that was cut off leaves one, and so may a try. */
  FILE_ORPHANED(
      "A file lies among results, and neither a library nor an unfinished job knows it",
      """
      SELECT key || ', ' || size || ' bytes' FROM stored
      WHERE key GLOB 'users/*/library/*' AND key NOT GLOB 'users/*/*/*/*'
        AND NOT EXISTS (SELECT 1 FROM library_item WHERE library_item.key = stored.key)
        AND NOT EXISTS (SELECT 1 FROM library_item WHERE library_item.mask_key = stored.key)
        AND NOT EXISTS (SELECT 1 FROM named WHERE named.key = stored.key)
        AND NOT EXISTS (SELECT 1 FROM job WHERE job.lane > 0 AND instr(stored.key, job.id) > 0)
      """,
      true),

  /** Pictures stay when their template goes: jobs may still wait with them. */
  TEMPLATE_PICTURE_ORPHANED(
      "A picture lies among those of templates, and neither a template nor an unfinished job shows it",
      """
      SELECT key || ', ' || size || ' bytes' FROM stored
      WHERE key GLOB 'templates/*'
        AND NOT EXISTS (SELECT 1 FROM template_picture WHERE template_picture.key = stored.key)
        AND NOT EXISTS (SELECT 1 FROM named WHERE named.key = stored.key)
      """,
      true);

  private final String words;
  private final String query;
  private final boolean harmless;

  Finding(String words, String query) {
    this(words, query, false);
  }

  Finding(String words, String query, boolean harmless) {
    this.words = words;
    this.query = query;
    this.harmless = harmless;
  }

  String words() {
    return words;
  }

  String query() {
    return query;
  }

  /** Whether nobody misses anything: what is left over can be deleted, and may as well stay. */
  boolean harmless() {
    return harmless;
  }
}
