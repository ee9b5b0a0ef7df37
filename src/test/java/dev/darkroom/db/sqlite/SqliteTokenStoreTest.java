package dev.darkroom.db.sqlite;

import dev.darkroom.access.TokenStore;
import dev.darkroom.access.TokenStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokenStoreTest implements TokenStoreContract {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("darkroom.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  public TokenStore tokens() {
    return new SqliteTokenStore(database);
  }
}
