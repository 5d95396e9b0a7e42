package io.roomwatch.agent.facts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Whose WinINET settings a {@link ProxySource} is: the words of its owner, and who finds his. */
public final class ProxyOwner {

  /** The owner of the machine's own settings. */
  public static final String MACHINE = "machine";

  /** Follows the owner of a second, disagreeing set of values. */
  public static final String READABLE_VALUES = " (ProxyEnable and ProxyServer values)";

  /** Follows the owner of a damaged binary value. */
  public static final String BINARY_VALUE = " (DefaultConnectionSettings value)";

  private ProxyOwner() {}

  /**
   * The settings that apply to a user, out of {@link Facts#proxies()}: the machine's when there are
   * no others, else the binary ones of that user.
   *
   * @param user the owner of a process: {@code user}, {@code DOMAIN\\user} or {@code user@domain}
   * @return empty when that user has no hive here, or when two users of that name have one
   */
  public static Optional<ProxySource> of(String user, List<ProxySource> sources) {
    String name = user.substring(user.lastIndexOf('\\') + 1);
    String bare = name.indexOf('@') > 0 ? name.substring(0, name.indexOf('@')) : name;
    List<ProxySource> owned =
        sources.stream()
            .filter(source -> source.kind() == ProxySource.Kind.WININET)
            .filter(source -> !source.owner().endsWith(READABLE_VALUES))
            .filter(source -> !source.owner().endsWith(BINARY_VALUE))
            .toList();
    return only(owned, owner -> owner.equals(MACHINE))
        .or(() -> only(owned, owner -> owner.equalsIgnoreCase(bare)))
        .or(() -> only(owned, owner -> isFolderOf(owner, bare)));
  }

  private static Optional<ProxySource> only(List<ProxySource> sources, Predicate<String> owner) {
    List<ProxySource> found =
        sources.stream().filter(source -> owner.test(source.owner())).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** A profile folder may carry a suffix: {@code room.CORP}, {@code room.000}. */
  private static boolean isFolderOf(String owner, String user) {
    return owner.toLowerCase(Locale.ROOT).startsWith(user.toLowerCase(Locale.ROOT) + ".");
  }
}
