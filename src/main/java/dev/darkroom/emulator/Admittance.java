package dev.darkroom.emulator;

import java.util.Optional;

/** Who may make which call: any key for fal's own calls, loopback only for the emulator's. */
final class Admittance {
  private static final String SCHEME = "Key ";

  private Admittance() {}

  static void check(Route route, Incoming incoming) throws Incoming.Refusal {
    switch (route) {
      case Route.Submit submit -> needKey(incoming, submit.app().app());
      case Route.Run run -> needKey(incoming, run.app().app());
      case Route.Status _, Route.Stream _, Route.Result _, Route.Cancel _ ->
          needKey(incoming, "queue");
      case Route.Initiate _ -> needKey(incoming, "storage");
      case Route.OrderCruelty _, Route.ClearCruelty _, Route.ListAccepted _, Route.RotateKeys _ ->
          needLoopback(incoming);
      case Route.Upload _,
          Route.UploadPart _,
          Route.Complete _,
          Route.File _,
          Route.Keys _,
          Route.WrongMethod _,
          Route.Nowhere _ -> {}
    }
  }

  private static void needKey(Incoming incoming, String application) throws Incoming.Refusal {
    Optional<String> header = incoming.header("Authorization");
    if (header.isEmpty()) {
      throw unauthorized("Cannot access application \"" + application + "\"");
    }
    boolean hasKey =
        header.get().startsWith(SCHEME) && !header.get().substring(SCHEME.length()).isBlank();
    if (!hasKey) {
      throw unauthorized(
          "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.");
    }
  }

  private static void needLoopback(Incoming incoming) throws Incoming.Refusal {
    // A page in a browser on this machine is no caller from this machine; it says its origin.
    if (!incoming.fromLoopback() || incoming.header("Origin").isPresent()) {
      throw new Incoming.Refusal(Answer.detail(403, "Only from this machine"));
    }
  }

  private static Incoming.Refusal unauthorized(String detail) {
    return new Incoming.Refusal(Answer.detail(401, detail));
  }
}
