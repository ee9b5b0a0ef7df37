package dev.darkroom.simulation;

/** What happened in a case, or in many. */
final class Tally {
  long cases;
  long jobs;
  long completed;
  long failed;
  long cancelled;
  long moves;
  long crashes;
  long freezes;
  long storeFaults;
  long webhooks;
  long found;
  long taken;
  long answersLost;
  long submittedAgain;
  long filesLeft;

  /** Tells cases apart: the same seeds give the same number, in whatever order. */
  long digest;

  void add(Tally other) {
    cases += other.cases;
    jobs += other.jobs;
    completed += other.completed;
    failed += other.failed;
    cancelled += other.cancelled;
    moves += other.moves;
    crashes += other.crashes;
    freezes += other.freezes;
    storeFaults += other.storeFaults;
    webhooks += other.webhooks;
    found += other.found;
    taken += other.taken;
    answersLost += other.answersLost;
    submittedAgain += other.submittedAgain;
    filesLeft += other.filesLeft;
    digest += other.digest;
  }

  @Override
  public String toString() {
    return """
        %d jobs: %d completed, %d failed, %d cancelled
        %d moves, after each of which all that must be true was
        %d servers killed, %d put to sleep, %d writes refused
        %d requests taken by the provider, %d of them with a lost answer: %d found by a webhook, %d submitted again
        %d webhooks; %d files of failed jobs left behind"""
        .formatted(
            jobs,
            completed,
            failed,
            cancelled,
            moves,
            crashes,
            freezes,
            storeFaults,
            taken,
            answersLost,
            found,
            submittedAgain,
            webhooks,
            filesLeft);
  }
}
