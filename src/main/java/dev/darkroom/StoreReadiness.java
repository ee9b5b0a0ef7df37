package dev.darkroom;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without its rows a server can neither take jobs nor tell of them. */
@Readiness
@Singleton
class StoreReadiness implements HealthCheck {
  private final Stores stores;

  StoreReadiness(Stores stores) {
    this.stores = stores;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("rows").status(stores.answers()).build();
  }
}
