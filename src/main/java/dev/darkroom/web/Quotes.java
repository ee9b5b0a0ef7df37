package dev.darkroom.web;

import dev.darkroom.jobs.Admission;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/**
 * The query parameter {@code quote}: {@code true} asks what a submit would cost, {@code false} is
 * the same as nothing. A request for a price must never be taken for an order, so any other value,
 * a second one, and the parameter where nothing has a price are refused, whatever the method.
 */
public class Quotes {
  static final String QUOTE = "quote";

  /**
   * The answer to a request for a price.
   *
   * @param credits the most that the submit would cost
   * @param available what may be spent now
   * @param affordable whether the one covers the other
   */
  public record QuoteBody(long credits, long available, boolean affordable) {}

  /** Before the body comes, which may be large. */
  @ServerRequestFilter
  public void check(ContainerRequestContext request, SimpleResourceInfo asked) throws Refusal {
    List<String> said = request.getUriInfo().getQueryParameters().get(QUOTE);
    if (said == null) {
      return;
    }
    // A submit that does not know of quotes would take one for an order.
    if (!Arrays.asList(asked.parameterTypes()).contains(Conditions.class)) {
      throw new Refusal(
          Kind.BAD_INPUT, "QUOTE_NOT_OFFERED", QUOTE, "There is no price to ask for here.");
    }
    if (said.size() > 1) {
      throw badValue();
    }
    asksForPrice(said.getFirst());
  }

  /** Reads the parameter; null if it is left out. */
  static boolean asksForPrice(@Nullable String quote) throws Refusal {
    return switch (quote) {
      case null -> false;
      case "false" -> false;
      case "true" -> true;
      default -> throw badValue();
    };
  }

  private static Refusal badValue() {
    return new Refusal(Kind.BAD_INPUT, "BAD_VALUE", QUOTE, "quote must be true or false.");
  }

  static Response answer(Admission.Quoted quoted) {
    return Response.ok(
            new QuoteBody(
                quoted.credits(), quoted.available(), quoted.credits() <= quoted.available()))
        .build();
  }
}
