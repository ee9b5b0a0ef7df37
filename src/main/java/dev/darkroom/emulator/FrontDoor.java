package dev.darkroom.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.darkroom.emulator.Incoming.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Every call comes in here: route, cruelty, answer, delivery. */
final class FrontDoor implements HttpHandler {
  private static final Logger LOG = Logger.getLogger(FrontDoor.class);

  private final String host;
  private final int maxBodyBytes;
  private final QueueCalls queue;
  private final RunCalls run;
  private final StorageCalls storage;
  private final ControlCalls control;
  private final Cruelty cruelty;
  private final Delivery delivery;
  private final CallCounts counts;

  FrontDoor(Workshop workshop, RunCalls run, EmulatorSettings settings, Delivery delivery) {
    this.host = settings.host();
    this.cruelty = workshop.cruelty;
    this.counts = workshop.counts;
    this.delivery = delivery;
    EmulatorSettings.Limits limits = settings.limits();
    this.maxBodyBytes = limits.maxBodyBytes();
    this.queue = new QueueCalls(workshop.queue, workshop.apps, limits, workshop.clock());
    this.run = run;
    this.storage = new StorageCalls(workshop.files, limits.maxBodyBytes());
    this.control = new ControlCalls(workshop);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Incoming incoming = new Incoming(exchange, host);
    Route route = Route.of(incoming.method(), incoming.segments());
    route.call().ifPresent(counts::add);
    Optional<Way> way = route.call().flatMap(cruelty::take);
    try {
      if (way.isPresent()) {
        cruelly(exchange, incoming, route, way.get());
      } else {
        delivery.whole(exchange, answer(incoming, route, Optional.empty()));
      }
      exchange.close();
    } catch (InterruptedException _) {
      throw new Delivery.Cut();
    } catch (RuntimeException e) {
      LOG.error("a call broke the emulator, which indicates a bug", e);
      throw e;
    }
  }

  private void cruelly(HttpExchange exchange, Incoming incoming, Route route, Way way)
      throws IOException, InterruptedException {
    switch (way) {
      case Way.Stall stall -> delivery.stall(stall.seconds());
      case Way.CutBeforeAccepting _ -> throw new Delivery.Cut();
      case Way.CutAfterAccepting _ -> {
        answer(incoming, route, Optional.empty());
        throw new Delivery.Cut();
      }
      case Way.CutMidway _ -> delivery.half(exchange, answer(incoming, route, Optional.empty()));
      case Way.Answers canned -> {
        // A caller still sending would see a broken connection in place of the answer.
        incoming.drain(maxBodyBytes);
        delivery.whole(exchange, Answer.canned(canned));
      }
      case Way.HugeBody huge -> delivery.huge(exchange, huge, route instanceof Route.File);
      case Way.Drip drip ->
          delivery.drip(exchange, answer(incoming, route, Optional.empty()), drip);
      case Way.BackInQueue back ->
          delivery.whole(exchange, backInQueue(incoming, route, back.position()));
      case Way.Fate fate -> delivery.whole(exchange, answer(incoming, route, Optional.of(fate)));
      case HookWay hook ->
          throw new IllegalStateException(hook + " ordered for " + route + ", indicates a bug");
    }
  }

  private Answer answer(Incoming incoming, Route route, Optional<Way.Fate> fate)
      throws IOException, InterruptedException {
    try {
      Admittance.check(route, incoming);
      return switch (route) {
        case Route.Submit submit -> queue.submit(submit.app(), incoming, fate);
        case Route.Run sync -> run.run(sync.app(), incoming);
        case Route.Status status -> queue.status(status.requestId(), incoming);
        case Route.Stream stream -> queue.stream(stream.requestId(), incoming);
        case Route.Result result -> queue.result(result.requestId(), incoming);
        case Route.Cancel cancel -> queue.cancel(cancel.requestId());
        case Route.Initiate _ -> storage.initiate(incoming);
        case Route.Upload upload -> storage.upload(upload.token(), incoming);
        case Route.UploadPart part -> storage.part(part.token(), part.number(), incoming);
        case Route.Complete complete -> storage.complete(complete.token(), incoming);
        case Route.File file -> storage.file(file.key(), file.name());
        case Route.Keys _ -> control.keys();
        case Route.RotateKeys _ -> control.rotateKeys(incoming);
        case Route.OrderCruelty _ -> control.order(incoming);
        case Route.ClearCruelty _ -> control.clear();
        case Route.ListAccepted _ -> control.accepted();
        case Route.WrongMethod _ -> Answer.detail(405, "Method Not Allowed");
        case Route.Nowhere _ -> Answer.detail(404, "Not Found");
      };
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer backInQueue(Incoming incoming, Route route, int position) throws IOException {
    if (route instanceof Route.Status status) {
      return queue.backInQueue(status.requestId(), incoming, position);
    }
    throw new IllegalStateException("ordered for " + route + ", indicates a bug");
  }
}
