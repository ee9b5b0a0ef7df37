package dev.darkroom.notify;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is being told just now: so many in all, and so few at one host and of one user that a
 * receiver that hangs keeps nobody else waiting.
 */
final class Places {
  static final int MAX = 32;
  static final int HOST_MAX = 4;
  static final int USER_MAX = 8;

  private final Map<String, Integer> hosts = new HashMap<>();
  private final Map<String, Integer> users = new HashMap<>();
  private int taken;

  synchronized boolean take(Hook hook) {
    if (taken >= MAX
        || hosts.getOrDefault(hook.listener().host(), 0) >= HOST_MAX
        || users.getOrDefault(hook.user(), 0) >= USER_MAX) {
      return false;
    }
    taken++;
    hosts.merge(hook.listener().host(), 1, Integer::sum);
    users.merge(hook.user(), 1, Integer::sum);
    return true;
  }

  synchronized void leave(Hook hook) {
    taken--;
    hosts.computeIfPresent(hook.listener().host(), (_, count) -> count == 1 ? null : count - 1);
    users.computeIfPresent(hook.user(), (_, count) -> count == 1 ? null : count - 1);
  }

  synchronized boolean full() {
    return taken >= MAX;
  }

  synchronized Set<String> fullHosts() {
    return full(hosts, HOST_MAX);
  }

  synchronized Set<String> fullUsers() {
    return full(users, USER_MAX);
  }

  private static Set<String> full(Map<String, Integer> counts, int most) {
    return counts.entrySet().stream()
        .filter(each -> each.getValue() >= most)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
