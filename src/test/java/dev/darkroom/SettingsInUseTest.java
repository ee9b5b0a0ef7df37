package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log says of settings. */
class SettingsInUseTest {

  @Test
  void oursAreToldInOrderAndNoOthers() {
    assertEquals(
        "DARKROOM_AUTH=oidc, DARKROOM_PORT=8081, R2_BUCKET=pictures",
        SettingsInUse.of(
            Map.of(
                "R2_BUCKET",
                "pictures",
                "DARKROOM_PORT",
                "8081",
                "PATH",
                "/bin",
                "HOME",
                "/root",
                "DARKROOM_AUTH",
                "oidc",
                "AWS_SECRET_ACCESS_KEY",
                "no")));
    assertEquals("", SettingsInUse.of(Map.of("PATH", "/bin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FAL_KEY",
        "DARKROOM_SECRET",
        "SURREAL_PASSWORD",
        "R2_ACCESS_KEY_ID",
        "R2_SECRET_ACCESS_KEY",
        "DARKROOM_OIDC_CLIENT_SECRET"
      })
  void secretsAreNot(String name) {
    assertEquals(name + "=***", SettingsInUse.of(Map.of(name, "hush")));
  }

  @Test
  void norWhatStandsInAnAddressBesideThePlace() {
    assertEquals(
        "SURREAL_URL=https://***db.example:8000/rpc***",
        SettingsInUse.of(Map.of("SURREAL_URL", "https://me:hush@db.example:8000/rpc?key=hush")));
  }
}
