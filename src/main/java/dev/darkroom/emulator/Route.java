package dev.darkroom.emulator;

import java.util.List;
import java.util.Optional;

/** Where a method and a path lead; request ids are routed whatever app stands before them. */
sealed interface Route {

  record Submit(AppId app) implements Route {}

  record Run(AppId app) implements Route {}

  record Status(String requestId) implements Route {}

  record Stream(String requestId) implements Route {}

  record Result(String requestId) implements Route {}

  record Cancel(String requestId) implements Route {}

  record Initiate() implements Route {}

  record Upload(String token) implements Route {}

  record UploadPart(String token, int number) implements Route {}

  record Complete(String token) implements Route {}

  record File(String key, String name) implements Route {}

  record Keys() implements Route {}

  record OrderCruelty() implements Route {}

  record ClearCruelty() implements Route {}

  record ListAccepted() implements Route {}

  record RotateKeys() implements Route {}

  record WrongMethod() implements Route {}

  record Nowhere() implements Route {}

  /** The kind of call, or empty where cruelty does not reach. */
  default Optional<Call> call() {
    return switch (this) {
      case Submit _ -> Optional.of(Call.SUBMIT);
      case Run _ -> Optional.of(Call.RUN);
      case Status _ -> Optional.of(Call.STATUS);
      case Stream _ -> Optional.of(Call.STREAM);
      case Result _ -> Optional.of(Call.RESULT);
      case Cancel _ -> Optional.of(Call.CANCEL);
      case Initiate _ -> Optional.of(Call.INITIATE);
      case Upload _, UploadPart _ -> Optional.of(Call.UPLOAD);
      case Complete _ -> Optional.of(Call.COMPLETE);
      case File _ -> Optional.of(Call.FILE);
      case Keys _ -> Optional.of(Call.KEYS);
      case OrderCruelty _, ClearCruelty _, ListAccepted _, RotateKeys _, WrongMethod _, Nowhere _ ->
          Optional.empty();
    };
  }

  /** Finds the route of these path segments (decoded, empty ones dropped). */
  static Route of(String method, List<String> segments) {
    if (segments.isEmpty()) {
      return new Nowhere();
    }
    List<String> rest = segments.subList(1, segments.size());
    return switch (segments.getFirst()) {
      case "queue" -> queue(method, rest);
      case "run" ->
          AppId.of(rest)
              .map(app -> when(method.equals("POST"), new Run(app)))
              .orElseGet(Nowhere::new);
      case "rest" -> rest(method, rest);
      case "files" -> files(method, rest);
      case "_cruelty" -> cruelty(method, rest);
      case "_accepted" ->
          rest.isEmpty() ? when(method.equals("GET"), new ListAccepted()) : new Nowhere();
      case "_keys" ->
          rest.isEmpty() ? when(method.equals("POST"), new RotateKeys()) : new Nowhere();
      default -> new Nowhere();
    };
  }

  private static Route queue(String method, List<String> path) {
    int requests = path.lastIndexOf("requests");
    if (requests < 2 || requests == path.size() - 1) {
      return AppId.of(path)
          .map(app -> when(method.equals("POST"), new Submit(app)))
          .orElseGet(Nowhere::new);
    }
    String id = path.get(requests + 1);
    boolean get = method.equals("GET");
    return switch (String.join("/", path.subList(requests + 2, path.size()))) {
      case "", "response" -> when(get, new Result(id));
      case "status" -> when(get, new Status(id));
      case "status/stream" -> when(get, new Stream(id));
      case "cancel" -> when(method.equals("PUT"), new Cancel(id));
      default -> new Nowhere();
    };
  }

  private static Route rest(String method, List<String> path) {
    if (path.equals(List.of(".well-known", "jwks.json"))) {
      return when(method.equals("GET"), new Keys());
    }
    boolean initiate =
        path.equals(List.of("storage", "upload", "initiate"))
            || path.equals(List.of("storage", "upload", "initiate-multipart"));
    return initiate ? when(method.equals("POST"), new Initiate()) : new Nowhere();
  }

  private static Route files(String method, List<String> path) {
    if (path.size() == 2 && path.getFirst().equals("upload")) {
      return when(method.equals("PUT"), new Upload(path.get(1)));
    }
    if (path.size() == 3 && path.getFirst().equals("upload")) {
      return part(method, path.get(1), path.get(2));
    }
    if (path.size() == 3 && path.getFirst().equals("b")) {
      boolean read = method.equals("GET") || method.equals("HEAD");
      return when(read, new File(path.get(1), path.get(2)));
    }
    return new Nowhere();
  }

  private static Route part(String method, String token, String which) {
    if (which.equals("complete")) {
      return when(method.equals("POST"), new Complete(token));
    }
    return which.matches("[1-9][0-9]{0,3}")
        ? when(method.equals("PUT"), new UploadPart(token, Integer.parseInt(which)))
        : new Nowhere();
  }

  private static Route cruelty(String method, List<String> path) {
    if (!path.isEmpty()) {
      return new Nowhere();
    }
    return switch (method) {
      case "POST" -> new OrderCruelty();
      case "DELETE" -> new ClearCruelty();
      default -> new WrongMethod();
    };
  }

  private static Route when(boolean rightMethod, Route route) {
    return rightMethod ? route : new WrongMethod();
  }
}
