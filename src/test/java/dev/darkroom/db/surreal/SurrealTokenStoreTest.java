package dev.darkroom.db.surreal;

import dev.darkroom.access.TokenStore;
import dev.darkroom.access.TokenStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealTokenStoreTest implements TokenStoreContract {
  @RegisterExtension private final FreshSurreal fresh = new FreshSurreal();

  @Override
  public TokenStore tokens() {
    return new SurrealTokenStore(fresh.database());
  }
}
