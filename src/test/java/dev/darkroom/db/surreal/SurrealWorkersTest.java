package dev.darkroom.db.surreal;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.WorkersContract;
import dev.darkroom.library.LibraryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three workers on one database. */
@ExtendWith(NeedsSurreal.class)
class SurrealWorkersTest extends WorkersContract {
  private final List<SurrealDatabase> nodes = new ArrayList<>();

  @BeforeEach
  void open() {
    Map<String, String> settings = SurrealServer.shared().freshDatabase();
    for (int i = 0; i < 3; i++) {
      nodes.add(SurrealServer.open(settings));
    }
  }

  @AfterEach
  void close() {
    nodes.forEach(SurrealDatabase::close);
  }

  @Override
  protected List<JobStore> stores() {
    return nodes.stream().<JobStore>map(SurrealJobStore::new).toList();
  }

  @Override
  protected CreditStore credits() {
    return new SurrealCreditStore(nodes.getFirst());
  }

  @Override
  protected LibraryStore library() {
    return new SurrealLibraryStore(nodes.getFirst());
  }

  @Override
  protected int jobs() {
    return 600;
  }
}
