package io.roomwatch.agent.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A list of values of one type. */
public final class Items<E> implements Type<List<E>> {
  private final Type<E> element;
  private final String plural;
  private final boolean mayBeEmpty;
  private final boolean distinct;
  private final Consumer<List<Item<E>>> rules;
  private final UnaryOperator<List<Object>> shown;

  /** An element that was read, and where it stands. */
  public record Item<E>(Spot spot, E value) {}

  private Items(
      Type<E> element,
      String plural,
      boolean mayBeEmpty,
      boolean distinct,
      Consumer<List<Item<E>>> rules,
      UnaryOperator<List<Object>> shown) {
    this.element = element;
    this.plural = plural;
    this.mayBeEmpty = mayBeEmpty;
    this.distinct = distinct;
    this.rules = rules;
    this.shown = shown;
  }

  /**
   * Any number of elements, none included.
   *
   * @param plural {@code hosts}
   */
  public static <E> Items<E> of(Type<E> element, String plural) {
    return new Items<>(element, plural, true, false, items -> {}, all -> all);
  }

  /** At least one element. */
  public Items<E> notEmpty() {
    return new Items<>(element, plural, false, distinct, rules, shown);
  }

  /** No value twice. */
  public Items<E> distinct() {
    return new Items<>(element, plural, mayBeEmpty, true, rules, shown);
  }

  /** With rules between the elements; they see those that could be read. */
  public Items<E> checked(Consumer<List<Item<E>>> more) {
    return new Items<>(element, plural, mayBeEmpty, distinct, rules.andThen(more), shown);
  }

  /** Written in the effective file as this, not as it was written. */
  public Items<E> shownAs(UnaryOperator<List<Object>> as) {
    return new Items<>(element, plural, mayBeEmpty, distinct, rules, as);
  }

  Type<E> element() {
    return element;
  }

  boolean isDistinct() {
    return distinct;
  }

  boolean mayBeEmpty() {
    return mayBeEmpty;
  }

  @Override
  public String label() {
    return "list of " + plural;
  }

  @Override
  public String expected() {
    return "a list of " + plural;
  }

  @Override
  public Optional<Read<List<E>>> read(Spot spot) {
    Optional<List<Spot>> elements = spot.elements();
    if (elements.isEmpty()) {
      spot.fault("expected " + expected() + ", found " + spot.foundKind());
      return Optional.empty();
    }
    int before = spot.session().faultCount();
    if (elements.get().isEmpty() && !mayBeEmpty) {
      spot.fault("expected " + expected() + ", found an empty list");
    }
    List<Item<E>> items = new ArrayList<>();
    List<Object> plain = new ArrayList<>();
    Set<E> seen = new HashSet<>();
    for (Spot each : elements.get()) {
      Optional<Read<E>> read = element.read(each);
      if (read.isPresent()) {
        items.add(new Item<>(each, read.get().value()));
        plain.add(read.get().plain());
        if (!seen.add(read.get().value()) && distinct) {
          each.fault("is listed twice");
        }
      }
    }
    rules.accept(items);
    return spot.session().faultCount() == before
        ? Optional.of(new Read<>(items.stream().map(Item::value).toList(), shown.apply(plain)))
        : Optional.empty();
  }
}
