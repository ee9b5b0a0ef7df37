package dev.darkroom.web;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.OversightStore.Customer;
import dev.darkroom.operations.Quota;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** All who have an account: who was ever given credits or had a job. */
@Path("/api/admin/users")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.ADMIN)
public class AdminUserResource {
  private static final int RECENT = 10;

  private final OversightStore store;
  private final Jobs jobs;
  private final CreditStore credits;
  private final Quota quota;

  AdminUserResource(OversightStore store, Jobs jobs, CreditStore credits, Quota quota) {
    this.store = store;
    this.jobs = jobs;
    this.credits = credits;
    this.quota = quota;
  }

  /**
   * One of many.
   *
   * @param unfinished jobs that have not ended
   */
  public record UserBody(
      String email, long balance, long held, long available, long unfinished, Instant createdAt) {
    static UserBody of(Customer user) {
      return new UserBody(
          user.user(),
          user.account().balance(),
          user.account().held(),
          user.account().available(),
          user.unfinished(),
          user.createdAt());
    }
  }

  /**
   * One with all that is cheap to know.
   *
   * @param plan what all users may store
   * @param usedBytes in storage, counted at most a minute ago
   */
  public record WholeUserBody(
      UserBody account,
      String plan,
      long usedBytes,
      long limitBytes,
      List<AdminJobBody.Line> recentJobs,
      List<CreditResource.TransactionBody> recentEntries) {}

  @GET
  @Operation(summary = "All users by their addresses, or those whose address begins with q")
  public Page<UserBody> list(
      @QueryParam("q") @DefaultValue("") String prefix,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    int most = Required.limit(limit);
    String after = cursor == null ? null : cursor(cursor);
    List<Customer> read = store.users(beginning(prefix), after, most + 1);
    return Page.of(read, most, Customer::user, UserBody::of);
  }

  /** Addresses are ASCII, and none is longer. */
  private static String beginning(String prefix) throws Refusal {
    if (!prefix.matches("[!-~]{0,254}")) {
      throw Required.badValue("q");
    }
    return prefix.toLowerCase(Locale.ROOT);
  }

  private static String cursor(String cursor) throws Refusal {
    if (!cursor.matches("[!-~]{1,254}")) {
      throw Required.badCursor();
    }
    return cursor;
  }

  @GET
  @Path("/{email}")
  @Operation(summary = "A user, with the newest jobs and lines of the statement")
  public WholeUserBody user(@PathParam("email") String email) throws Refusal {
    Customer user =
        store
            .user(Required.email("email", email))
            .orElseThrow(
                () ->
                    new Refusal(
                        Kind.NOT_FOUND, "USER_NOT_FOUND", "email", "There is no such user."));
    Refusal.Room room = quota.of(user.user());
    List<Job> recent = jobs.list(user.user(), null, null, RECENT, null);
    return new WholeUserBody(
        UserBody.of(user),
        quota.plan().name().toLowerCase(Locale.ROOT),
        room.used(),
        room.limit(),
        recent.stream().map(AdminJobBody.Line::of).toList(),
        credits.entries(user.user(), RECENT, null).stream().map(CreditResource::body).toList());
  }
}
