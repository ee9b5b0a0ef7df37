package dev.darkroom.bench;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Cruelty;
import dev.darkroom.emulator.HookWay;
import dev.darkroom.emulator.Way;
import java.util.Optional;

/** A provider as bad as one can be and still be one: each call may meet any of these. */
final class Faults {
  private static final long SEED = 20_26;

  private final Cruelty cruelty;
  private long orders;

  private Faults(Cruelty cruelty) {
    this.cruelty = cruelty;
  }

  static void order(Cruelty cruelty) {
    Faults faults = new Faults(cruelty);
    faults.submits();
    faults.looks();
    faults.files();
    faults.webhooks();
  }

  private void sometimes(Call call, double probability, Way way) {
    cruelty.sometimes(call, probability, SEED + orders++, way);
  }

  private void submits() {
    sometimes(Call.SUBMIT, 0.02, new Way.CutBeforeAccepting());
    sometimes(Call.SUBMIT, 0.02, new Way.CutAfterAccepting());
    sometimes(Call.SUBMIT, 0.01, new Way.CutMidway());
    sometimes(Call.SUBMIT, 0.01, new Way.Stall(3));
    sometimes(Call.SUBMIT, 0.03, Way.json(503, "Service Unavailable"));
    sometimes(Call.SUBMIT, 0.01, Way.nginx(502, "Bad Gateway"));
    sometimes(Call.SUBMIT, 0.02, Way.json(429, "Too Many Requests"));
    sometimes(Call.SUBMIT, 0.02, Way.modelRefusal("content_policy_violation", "Refused."));
    sometimes(Call.SUBMIT, 0.01, Way.infrastructure(503, "runner_disconnected"));
  }

  private void looks() {
    sometimes(Call.STATUS, 0.02, new Way.CutMidway());
    sometimes(Call.STATUS, 0.03, Way.json(500, "Internal Server Error"));
    sometimes(Call.STATUS, 0.02, new Way.BackInQueue(3));
    sometimes(Call.STATUS, 0.01, new Way.Drip(20, 2));
    sometimes(Call.RESULT, 0.03, Way.nginx(504, "Gateway Time-out"));
    sometimes(Call.RESULT, 0.02, Way.stillInProgress());
    sometimes(Call.RESULT, 0.02, new Way.CutMidway());
    sometimes(Call.CANCEL, 0.05, Way.json(500, "Internal Server Error"));
  }

  private void files() {
    sometimes(Call.INITIATE, 0.02, Way.json(503, "Service Unavailable"));
    sometimes(Call.UPLOAD, 0.02, new Way.CutBeforeAccepting());
    sometimes(Call.FILE, 0.03, new Way.CutMidway());
    sometimes(Call.FILE, 0.02, Way.nginx(503, "Service Unavailable"));
    sometimes(Call.FILE, 0.01, Way.textInsteadOfImage());
    sometimes(Call.FILE, 0.01, new Way.HugeBody(1 << 20, false));
  }

  private void webhooks() {
    sometimes(Call.KEYS, 0.05, Way.json(500, "Internal Server Error"));
    sometimes(Call.WEBHOOK, 0.05, new HookWay.Drop());
    sometimes(Call.WEBHOOK, 0.05, new HookWay.Duplicate(3));
    sometimes(Call.WEBHOOK, 0.05, new HookWay.Delay(5));
    sometimes(Call.WEBHOOK, 0.05, new HookWay.Replay(5));
    sometimes(Call.WEBHOOK, 0.03, new HookWay.Reorder(5));
    sometimes(Call.WEBHOOK, 0.03, new HookWay.WithoutPayload());
    sometimes(Call.WEBHOOK, 0.02, new HookWay.Forge());
    sometimes(Call.WEBHOOK, 0.02, new HookWay.Stale(600));
    sometimes(Call.WEBHOOK, 0.02, new HookWay.Tamper());
    sometimes(Call.WEBHOOK, 0.02, new HookWay.Foreign(Optional.empty()));
  }
}
