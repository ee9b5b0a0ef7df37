package dev.darkroom.db.sqlite;

import dev.darkroom.access.TokenStore;
import dev.darkroom.access.TokenStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteTokenStoreTest implements TokenStoreContract {
  @RegisterExtension private final FreshSqlite fresh = new FreshSqlite();

  @Override
  public TokenStore tokens() {
    return new SqliteTokenStore(fresh.database());
  }
}
