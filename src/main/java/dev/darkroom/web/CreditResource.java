package dev.darkroom.web;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.Entry;
import dev.darkroom.operations.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The user's credits. */
@Path("/api/credits")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class CreditResource {
  private final CurrentUser user;
  private final CreditStore credits;

  CreditResource(CurrentUser user, CreditStore credits) {
    this.user = user;
    this.credits = credits;
  }

  /** Whole credits. */
  public record CreditsBody(long balance, long held, long available) {}

  /** One line of the statement. */
  public record TransactionBody(
      String id,
      long delta,
      String reason,
      @Nullable String ref,
      @Nullable String jobId,
      long balance,
      Instant createdAt) {}

  @GET
  @Operation(summary = "What I own, what is set aside, what I may spend")
  public CreditsBody credits() {
    Account account = credits.account(user.email());
    return new CreditsBody(account.balance(), account.held(), account.available());
  }

  @GET
  @Path("/transactions")
  @Operation(summary = "My statement, newest first")
  public Page<TransactionBody> transactions(
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    int most = Required.limit(limit);
    try {
      return Page.of(
          credits.entries(user.email(), most + 1, cursor), most, Entry::id, CreditResource::body);
    } catch (IllegalArgumentException e) {
      throw Required.badCursor();
    }
  }

  static TransactionBody body(Entry entry) {
    return new TransactionBody(
        entry.id(),
        entry.delta(),
        entry.reason(),
        entry.ref(),
        entry.jobId(),
        entry.balance(),
        entry.createdAt());
  }
}
