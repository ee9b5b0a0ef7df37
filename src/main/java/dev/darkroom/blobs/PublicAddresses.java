package dev.darkroom.blobs;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are on the public internet: not this machine, not its network, not reserved (IANA
 * IPv4 and IPv6 special-purpose address registries).
 */
final class PublicAddresses {
  private static final List<Block> NOT_PUBLIC_V4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /** All of IPv6 that is routed at large; the rest (::1, fc00::/7, fe80::/10, …) is refused. */
  private static final Block GLOBAL_V6 = Block.of("2000::/3");

  /** Exceptions from that: protocol assignments with Teredo, documentation, 6to4. */
  private static final List<Block> NOT_PUBLIC_V6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /** Stands for the IPv4 address in its last four bytes, which a gateway calls (RFC 6052). */
  private static final Block NAT64 = Block.of("64:ff9b::/96");

  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return NOT_PUBLIC_V4.stream().noneMatch(block -> block.holds(bytes));
    }
    if (NAT64.holds(bytes)) {
      byte[] last = Arrays.copyOfRange(bytes, 12, 16);
      return NOT_PUBLIC_V4.stream().noneMatch(block -> block.holds(last));
    }
    return GLOBAL_V6.holds(bytes) && NOT_PUBLIC_V6.stream().noneMatch(block -> block.holds(bytes));
  }

  private static List<Block> blocks(String... texts) {
    return Arrays.stream(texts).map(Block::of).toList();
  }

  /** Addresses that share their first bits. */
  private static final class Block {
    private final byte[] start;
    private final int bits;

    private Block(byte[] start, int bits) {
      this.start = start;
      this.bits = bits;
    }

    static Block of(String text) {
      int slash = text.indexOf('/');
      try {
        return new Block(
            InetAddress.getByName(text.substring(0, slash)).getAddress(),
            Integer.parseInt(text.substring(slash + 1)));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("a literal needs no resolver: " + text, e);
      }
    }

    boolean holds(byte[] address) {
      if (address.length != start.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((address[bit / 8] ^ start[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
