package dev.darkroom.web;

import dev.darkroom.jobs.Intake;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.operations.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Whether new jobs are taken. */
@Path("/api/admin/intake")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.ADMIN)
public class AdminIntakeResource {
  private static final Logger LOG = Logger.getLogger(AdminIntakeResource.class);
  private static final int WORDS_LENGTH_MAX = 300;

  private final CurrentUser operator;
  private final OversightStore store;
  private final InstantSource clock;

  AdminIntakeResource(CurrentUser operator, OversightStore store, InstantSource clock) {
    this.operator = operator;
    this.store = store;
    this.clock = clock;
  }

  /**
   * A wish.
   *
   * @param words what users are told while no jobs are taken; there are usual ones
   */
  public record IntakeRequest(@Nullable Boolean open, @Nullable String words) {}

  /** What holds. */
  public record IntakeBody(
      boolean open,
      @Nullable String words,
      @Nullable String changedBy,
      @Nullable Instant changedAt) {
    static IntakeBody of(Intake intake) {
      return new IntakeBody(intake.open(), intake.words(), intake.changedBy(), intake.changedAt());
    }
  }

  @GET
  @Operation(summary = "Whether new jobs are taken, and who said so")
  public IntakeBody intake() {
    return IntakeBody.of(store.intake());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Take no new jobs, or take them again",
      description =
          "It holds at once on all servers, and over their restarts. Submits are answered 503"
              + " INTAKE_PAUSED; jobs that were taken go on, and quotes and repetitions under an"
              + " Idempotency-Key are answered as ever.")
  public IntakeBody set(@Nullable IntakeRequest request) throws Refusal {
    IntakeRequest asked = Required.body(request);
    Boolean open = asked.open();
    if (open == null) {
      throw Required.badValue("open");
    }
    Intake intake = new Intake(open, words(asked.words()), operator.email(), clock.instant());
    store.setIntake(intake);
    LOG.infof("Operator %s %s new jobs", operator.email(), open ? "takes" : "takes no");
    return IntakeBody.of(intake);
  }

  private static @Nullable String words(@Nullable String words) throws Refusal {
    if (words == null || words.isBlank()) {
      return null;
    }
    String text = words.strip();
    if (text.length() > WORDS_LENGTH_MAX || text.chars().anyMatch(Character::isISOControl)) {
      throw Required.badValue("words");
    }
    return text;
  }
}
