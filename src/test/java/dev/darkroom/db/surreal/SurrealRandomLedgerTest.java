package dev.darkroom.db.surreal;

import dev.darkroom.jobs.RandomLedgerContract;
import dev.darkroom.jobs.Rows;
import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

@AddLifecycleHook(NeedsSurreal.class)
class SurrealRandomLedgerTest extends RandomLedgerContract {
  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }

  @Override
  @Property(tries = 6)
  protected void theBookBalancesWhateverHappens(@ForAll long seed) throws IOException {
    super.theBookBalancesWhateverHappens(seed);
  }
}
