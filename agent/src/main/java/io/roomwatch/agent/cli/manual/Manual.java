package io.roomwatch.agent.cli.manual;

import io.roomwatch.agent.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command line with its commands, as roff. */
final class Manual {

  private final StringBuilder page = new StringBuilder();

  private Manual() {}

  static String page(CommandLine all, String version) {
    Manual manual = new Manual();
    CommandSpec root = all.getCommandSpec();
    String name = root.name();
    manual
        .page
        .append(".TH ")
        .append(name.toUpperCase(Locale.ROOT))
        .append(" 1 \"\" ")
        .append(quoted(name + " " + version))
        .append('\n');
    manual.section("NAME");
    manual.text(name + " - " + description(root).replaceFirst("\\.$", ""));
    manual.section("SYNOPSIS");
    manual.page.append(".B ").append(name).append("\n.I COMMAND\n[\\fIOPTIONS\\fR]\n");
    manual.section("DESCRIPTION");
    manual.text(
        "Roomwatch watches the link between a Zoom Rooms device and its controllers and the way"
            + " from the room to the cloud, and says which layer broke and what to do next. It"
            + " needs no configuration: this machine is the room. The service runs "
            + name
            + " run; the other commands work beside it or without it.");
    manual.section("COMMANDS");
    shown(all).forEach(command -> manual.command(name, command));
    manual.rest();
    return manual.page.toString();
  }

  private static Stream<CommandLine> shown(CommandLine line) {
    return line.getSubcommands().values().stream()
        .distinct()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .filter(command -> !command.getCommandName().equals("help"));
  }

  private void command(String before, CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    String name = before + " " + command.name();
    List<String> synopsis = new ArrayList<>();
    visible(command).map(Manual::inSynopsis).forEach(synopsis::add);
    command.positionalParameters().stream()
        .filter(each -> !each.hidden())
        .map(each -> escape(each.paramLabel()))
        .forEach(synopsis::add);
    List<CommandLine> below = shown(line).toList();
    if (!below.isEmpty()) {
      synopsis.add(
          below.stream().map(CommandLine::getCommandName).collect(Collectors.joining(" | ")));
    }
    page.append(".SS ").append(quoted(name)).append('\n');
    page.append("\\fB").append(escape(name)).append("\\fR ");
    page.append(String.join(" ", synopsis)).append("\n.PP\n");
    text(description(command));
    command.positionalParameters().stream().filter(each -> !each.hidden()).forEach(this::argument);
    visible(command).forEach(this::argument);
    below.forEach(each -> command(name, each));
  }

  private static Stream<OptionSpec> visible(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && !option.usageHelp() && !option.inherited());
  }

  private static String inSynopsis(OptionSpec option) {
    String text = escape(label(option));
    return option.required() ? text : "[" + text + "]";
  }

  private static String label(OptionSpec option) {
    return option.longestName() + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
  }

  private void argument(ArgSpec argument) {
    String name =
        switch (argument) {
          case OptionSpec option ->
              String.join(", ", option.names())
                  + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
          case PositionalParamSpec position -> position.paramLabel();
          default -> throw new IllegalStateException("picocli has no third kind of argument");
        };
    page.append(".TP\n\\fB").append(escape(name)).append("\\fR\n");
    text(String.join(" ", argument.description()));
  }

  private void rest() {
    section("FILES");
    file("/etc/roomwatch/roomwatch.yaml", "Configuration of the service; may be absent.");
    file("/etc/default/roomwatch", "ARGS: more arguments for the service's roomwatch run.");
    file("/var/lib/roomwatch", "State: journal, schedule, attestations, alerts.");
    section("SIGNALS");
    file("SIGHUP", "Read the configuration again; a bad one changes nothing.");
    file("SIGTERM", "Stop.");
    section("EXIT STATUS");
    file(
        "%d, %d, %d, %d"
            .formatted(ExitCode.OK, ExitCode.WARNING, ExitCode.CRITICAL, ExitCode.UNKNOWN),
        "Of check: ok, degraded, failed, unknown. Other commands end with "
            + ExitCode.OK
            + " when they did what they were asked.");
    file(Integer.toString(ExitCode.USAGE), "The command line is wrong.");
    file(
        Integer.toString(ExitCode.UNAVAILABLE),
        "What is needed cannot be had: a port or the state directory is in use, or may not be"
            + " used.");
    file(Integer.toString(ExitCode.SOFTWARE), "A fault of Roomwatch itself.");
    file(Integer.toString(ExitCode.CONFIG), "The configuration is bad.");
    section("SEE ALSO");
    page.append(".BR systemctl (1),\n.BR journalctl (1)\n.PP\n");
    text("/usr/share/doc/roomwatch/ has the reference configuration and all other documents.");
  }

  private void section(String name) {
    page.append(".SH ").append(name).append('\n');
  }

  private void file(String name, String what) {
    page.append(".TP\n\\fB").append(escape(name)).append("\\fR\n");
    text(what);
  }

  private void text(String text) {
    page.append(escape(text)).append('\n');
  }

  private static String description(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  private static String quoted(String text) {
    return "\"" + escape(text) + "\"";
  }

  /** Roff reads a backslash anywhere, and a dot or a quote where a line begins. */
  private static String escape(String text) {
    String plain =
        text.replace("%n", " ").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
