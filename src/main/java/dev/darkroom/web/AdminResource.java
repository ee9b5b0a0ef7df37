package dev.darkroom.web;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.Entry;
import dev.darkroom.credits.Grant;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What admins do for others. */
@Path("/api/admin")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.ADMIN)
public class AdminResource {
  private static final int TEXT_LENGTH_MAX = 200;
  private static final long CREDITS_MAX = 1_000_000_000_000L;

  /** Lines of a statement that a page looks at. */
  private static final int LOOKS = 500;

  private final CreditStore credits;
  private final InstantSource clock;

  AdminResource(CreditStore credits, InstantSource clock) {
    this.credits = credits;
    this.clock = clock;
  }

  /**
   * Credits for a user.
   *
   * @param delta whole credits; less than zero takes them
   * @param ref counts once for each user, so that a request may be repeated
   */
  @Schema(requiredProperties = {"email", "delta", "reason", "ref"})
  public record GrantRequest(
      @Nullable String email,
      @Nullable Long delta,
      @Nullable String reason,
      @Nullable String ref) {}

  /**
   * What stands in the statement.
   *
   * @param balance after it
   * @param repeated whether it stood there before
   */
  public record GrantBody(
      String email,
      long delta,
      String reason,
      @Nullable String ref,
      long balance,
      boolean repeated) {}

  @POST
  @Path("/credits")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give credits to a user, or take them")
  public GrantBody grant(@Nullable GrantRequest request) throws Refusal {
    GrantRequest asked = Required.body(request);
    String user = Required.email("email", asked.email());
    Long delta = asked.delta();
    if (delta == null || delta == 0 || Math.abs(delta) > CREDITS_MAX) {
      throw Required.badValue("delta");
    }
    String reason = text("reason", asked.reason());
    String ref = text("ref", asked.ref());
    return switch (credits.grant(user, delta, reason, ref, clock.instant())) {
      case Grant.Granted(Entry entry) -> body(user, entry, false);
      case Grant.AlreadyGranted(Entry entry) -> body(user, entry, true);
      case Grant.NotCovered(long available) ->
          throw new Refusal(
              Kind.CONFLICT,
              "NOT_COVERED",
              "delta",
              "Only %d credits are there to be taken.".formatted(available));
    };
  }

  @GET
  @Path("/credits")
  @Operation(
      summary = "What a user was given or lost by hand, newest first",
      description =
          "A page looks at a bounded number of lines, so one may be short, or empty, and still have"
              + " a nextCursor.")
  public Page<CreditResource.TransactionBody> grants(
      @QueryParam("user") @Nullable String user,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    String whose = Required.email("user", Required.parameter("user", user));
    int most = Required.limit(limit);
    try {
      List<Entry> seen = credits.entries(whose, LOOKS, cursor);
      List<Entry> given = seen.stream().filter(entry -> entry.jobId() == null).toList();
      Page<CreditResource.TransactionBody> page =
          Page.of(given, most, Entry::id, CreditResource::body);
      return page.nextCursor() == null && seen.size() == LOOKS
          ? new Page<>(page.items(), seen.getLast().id())
          : page;
    } catch (IllegalArgumentException e) {
      throw Required.badCursor();
    }
  }

  private static String text(String field, @Nullable String value) throws Refusal {
    if (value == null || value.isBlank() || value.length() > TEXT_LENGTH_MAX) {
      throw Required.badValue(field);
    }
    return value;
  }

  private static GrantBody body(String user, Entry entry, boolean repeated) {
    return new GrantBody(
        user, entry.delta(), entry.reason(), entry.ref(), entry.balance(), repeated);
  }
}
