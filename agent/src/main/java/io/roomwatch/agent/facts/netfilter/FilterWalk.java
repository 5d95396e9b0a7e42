package io.roomwatch.agent.facts.netfilter;

import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.netfilter.FilterChain.Fate;
import io.roomwatch.agent.facts.netfilter.FilterChain.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks a packet through the chains as the kernel does: every base chain of every hook in order of
 * priority; an accept ends its base chain only, a drop ends everything.
 *
 * <p>A rule that applies for certain decides. One whose condition cannot be evaluated decides
 * nothing and is named in the answer. One that applies to some senders decides when those are all
 * hosts of this machine's own networks, or when it names the port and accepts: whoever opened 9090
 * to some addresses meant the controllers. One that lets in all of some interfaces, before the
 * others are shut, makes the answer depend on the interface.
 *
 * <p>Pure. Bounded against chains that jump in circles, which a kernel refuses but a file may say.
 */
final class FilterWalk {

  /** The kernel's own limit is {@code NFT_JUMP_STACK_SIZE}, 16. */
  private static final int DEPTH_LIMIT = 32;

  private static final int STEP_LIMIT = 200_000;
  private static final int NOTES_LIMIT = 2;

  /** No connection goes there, so no rule means it alone. */
  private static final int NOBODYS_PORT = 0;

  /**
   * A rule that ends a base chain, or may end it.
   *
   * @param fallback the chain's default written as a rule: no condition, and none on the way to it
   *     but certain ones that do not name the port
   */
  private record End(String text, Fate fate, Applies applies, boolean namesPort, boolean fallback) {

    End reachedThrough(FilterChain.Rule jump, Applies jumps) {
      return new End(
          text,
          fate,
          applies.and(jumps),
          namesPort || jump.namesPort(),
          fallback && !jump.namesPort() && jumps == Applies.YES);
    }

    /** Whether it decides although it may not apply to every sender. */
    boolean decides() {
      return switch (applies) {
        case YES -> true;
        case LOCAL -> fate != Fate.DIVERT;
        // Closing the port to some may mean anybody but the controllers.
        case SCOPED, INTERFACE -> fate == Fate.ACCEPT && namesPort;
        case OPAQUE, NO -> false;
      };
    }
  }

  /** How a chain ends for certain, if a rule does it, and the ends that were possible before. */
  private record Walked(List<End> possible, @Nullable End certain) {}

  /** What one base chain says. */
  private record Says(Action action, Optional<String> rule, boolean blocks, List<String> notes) {}

  private final Map<String, FilterChain> chains = new HashMap<>();
  private final List<FilterChain> bases;
  private int steps;

  private FilterWalk(List<FilterChain> all) {
    all.forEach(chain -> chains.putIfAbsent(chain.id(), chain));
    bases =
        all.stream()
            .filter(chain -> chain.base().isPresent())
            .sorted(
                Comparator.comparing((FilterChain chain) -> chain.base().orElseThrow().hook())
                    .thenComparingInt(chain -> chain.base().orElseThrow().priority()))
            .toList();
  }

  /**
   * What chains together say of a packet, and whether they let in one to a port that nobody names.
   *
   * @param chains with their rules held against the question
   */
  static HostFirewall.Inbound inbound(
      FirewallQuestion question, Function<FirewallQuestion, List<FilterChain>> chains) {
    Says says = new FilterWalk(chains.apply(question)).decide();
    boolean blocksOthers =
        new FilterWalk(chains.apply(question.toPort(NOBODYS_PORT))).decide().blocks();
    Action action = says.action();
    if (action == Action.NO_RULE && says.blocks() != blocksOthers) {
      // A rule without conditions decided, but only packets to this port get there.
      action = says.blocks() ? Action.BLOCK : Action.ALLOW;
    }
    Optional<String> rule =
        says.rule().filter(text -> says.action() != Action.NO_RULE || says.blocks());
    if (action == Action.ALLOW) {
      rule = says.rule();
    }
    if (!says.notes().isEmpty()) {
      List<String> some = says.notes().subList(0, Math.min(NOTES_LIMIT, says.notes().size()));
      String passed = "not decided by " + String.join(", ", some);
      rule = Optional.of(rule.map(text -> text + " (" + passed + ")").orElse(passed));
    }
    return new HostFirewall.Inbound(action, rule, blocksOthers);
  }

  private Says decide() {
    List<String> notes = new ArrayList<>();
    Says open = new Says(Action.NO_RULE, Optional.empty(), false, List.of());
    for (FilterChain chain : bases) {
      Says says = base(chain);
      notes.addAll(says.notes());
      if (says.blocks()) {
        return new Says(says.action(), says.rule(), true, notes);
      }
      if (open.action() != Action.ALLOW) {
        open = says;
      }
    }
    return new Says(open.action(), open.rule(), false, notes);
  }

  private Says base(FilterChain chain) {
    FilterChain.Base base = chain.base().orElseThrow();
    Walked walked = walk(chain, 0);
    End certain = walked.certain();
    if (certain == null) {
      certain =
          new End(
              chain.id() + ": policy " + (base.drops() ? "drop" : "accept"),
              base.drops() ? Fate.DROP : Fate.ACCEPT,
              Applies.YES,
              false,
              true);
    }
    List<End> ends = new ArrayList<>(walked.possible());
    ends.add(certain);
    // Where not every packet passes, an ingress chain of one device, nothing is certain.
    List<End> weighed =
        ends.stream()
            .map(
                end ->
                    new End(
                        end.text(),
                        end.fate(),
                        end.applies().and(base.entered()),
                        end.namesPort(),
                        end.fallback()))
            .toList();
    Optional<End> decided = weighed.stream().filter(End::decides).findFirst();
    List<String> notes = notes(weighed, decided);
    if (decided.isEmpty()) {
      return new Says(Action.NO_RULE, Optional.empty(), false, notes);
    }
    End end = decided.get();
    Optional<End> elsewhere =
        weighed.subList(0, weighed.indexOf(end)).stream()
            .filter(one -> one.fate() == Fate.ACCEPT && one.applies() == Applies.INTERFACE)
            .findFirst();
    if (end.fate() == Fate.DROP && elsewhere.isPresent()) {
      String both = elsewhere.get().text() + ", else " + end.text();
      return new Says(Action.DEPENDS, Optional.of(both), true, notes);
    }
    return switch (end.fate()) {
      case ACCEPT ->
          end.fallback()
              ? new Says(Action.NO_RULE, Optional.of(end.text()), false, notes)
              : new Says(Action.ALLOW, Optional.of(end.text()), false, notes);
      case DROP ->
          new Says(
              end.fallback() ? Action.NO_RULE : Action.BLOCK, Optional.of(end.text()), true, notes);
      case DIVERT -> {
        notes.addFirst(end.text());
        yield new Says(Action.NO_RULE, Optional.empty(), false, notes);
      }
    };
  }

  /** What was passed over and might matter: rules that name the port or could not be evaluated. */
  private static List<String> notes(List<End> ends, Optional<End> decided) {
    List<String> notes = new ArrayList<>();
    for (End end : ends) {
      if (decided.isPresent() && end.equals(decided.get())) {
        break;
      }
      boolean sameWay = decided.isPresent() && decided.get().fate() == end.fate();
      boolean matters = end.namesPort() || end.applies() == Applies.OPAQUE;
      if (matters && !sameWay && !notes.contains(end.text())) {
        notes.add(end.text());
      }
    }
    return notes;
  }

  private Walked walk(FilterChain chain, int depth) {
    List<End> possible = new ArrayList<>();
    // Falls below YES once a rule may have left the chain.
    Applies reached = Applies.YES;
    for (FilterChain.Rule rule : chain.rules()) {
      Applies applies = rule.applies().and(reached);
      if (applies == Applies.NO) {
        continue;
      }
      if (++steps > STEP_LIMIT) {
        possible.add(
            new End(
                chain.id() + ": more rules than are followed",
                Fate.DROP,
                Applies.OPAQUE,
                false,
                false));
        return new Walked(possible, null);
      }
      boolean surely = applies == Applies.YES;
      switch (rule.verdict()) {
        case Verdict.Continue ignored -> {}
        case Verdict.Return ignored -> {
          if (surely) {
            return new Walked(possible, null);
          }
          reached = reached.and(applies.not());
        }
        case Verdict.Jump jump -> {
          End end = jump(jump, rule, applies, depth, possible);
          if (surely && (end != null || !jump.comesBack())) {
            return new Walked(possible, end);
          }
          if (!jump.comesBack()) {
            reached = reached.and(applies.not());
          }
        }
        case Verdict.Finish finish -> {
          End end =
              new End(
                  chain.id() + ": " + rule.text(),
                  finish.fate(),
                  applies,
                  rule.namesPort(),
                  !rule.conditional());
          if (surely) {
            return new Walked(possible, end);
          }
          possible.add(end);
        }
      }
    }
    return new Walked(possible, null);
  }

  /**
   * Walks the other chain and adds what may end there. Returns how it ends for certain once it is
   * entered; null when it comes back.
   */
  private @Nullable End jump(
      Verdict.Jump jump, FilterChain.Rule rule, Applies applies, int depth, List<End> possible) {
    FilterChain target = chains.get(jump.chain());
    if (target == null || depth >= DEPTH_LIMIT) {
      return null;
    }
    Walked walked = walk(target, depth + 1);
    walked.possible().forEach(end -> possible.add(end.reachedThrough(rule, applies)));
    if (walked.certain() == null) {
      return null;
    }
    End end = walked.certain().reachedThrough(rule, applies);
    if (applies != Applies.YES) {
      possible.add(end);
    }
    return end;
  }
}
