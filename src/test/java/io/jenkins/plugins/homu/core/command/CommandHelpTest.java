package io.jenkins.plugins.homu.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.command.CommandHelp.Access;
import io.jenkins.plugins.homu.core.command.CommandHelp.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

public class CommandHelpTest {
    private static final Path DOCUMENT = Path.of("docs/commands.md");
    private static final String BEGIN = "<!-- begin of the table -->\n";
    private static final String END = "<!-- end of the table -->\n";
    private static final Set<String> HOOKS = Set.of("hook");

    @Test
    public void everyCommandIsInTheTable() {
        Set<Class<?>> types = new HashSet<>(Arrays.asList(Command.class.getPermittedSubclasses()));
        types.remove(Command.Invalid.class);

        assertThat(CommandHelp.table().stream().map(Entry::type).collect(Collectors.toSet()))
                .isEqualTo(types);
    }

    @Test
    public void everyFormOfTheTableIsUnderstoodAsItsCommand() {
        for (Entry entry : CommandHelp.table()) {
            for (String form : entry.forms()) {
                String written = form.replaceAll("\\[|\\]|\\|.*", "")
                        .replace("SHA", "1234abc")
                        .replace("NAME", "alice")
                        .replace("DATA", "data")
                        .replace("HOOK", "hook")
                        .replace("=N", "=3");
                List<Command> commands =
                        CommandParser.parse(List.of("@homu " + written), new ParseContext("homu", HOOKS, null));

                assertThat(commands).as(written).hasSize(1);
                assertThat(commands.get(0)).as(written).isInstanceOf(entry.type());
                assertThat(CommandHelp.accessOf(commands.get(0))).isEqualTo(entry.access());
            }
        }
    }

    @Test
    public void everyWordOfTheParserIsInTheTable() {
        Set<String> forms = CommandHelp.table().stream()
                .flatMap(entry -> entry.forms().stream())
                .collect(Collectors.toSet());

        assertThat(forms).containsAll(Vocabulary.SIMPLE.keySet());
        for (String word : Vocabulary.OPENING) {
            assertThat(forms).anyMatch(form -> form.equals(word) || form.startsWith(word + " "));
        }
        for (String key : Vocabulary.KEYS) {
            assertThat(forms).anyMatch(form -> form.startsWith(key + "=") || form.contains(" " + key + "="));
        }
    }

    @Test
    public void theTreeIsNotForDelegates() {
        assertThat(CommandHelp.accessOf(new Command.TreeOpen())).isEqualTo(Access.CONFIGURED_REVIEWER);
        assertThat(CommandHelp.accessOf(new Command.TreeClosed(1, null))).isEqualTo(Access.CONFIGURED_REVIEWER);
    }

    @Test
    public void takingADelegationBackNeedsAReviewer() {
        assertThat(CommandHelp.accessOf(new Command.Undelegate())).isEqualTo(Access.REVIEWER);
    }

    @Test
    public void theReplyHoldsNoCommandForOurselves() {
        String reply = CommandHelp.reply("homu", true, true);

        assertThat(reply).contains("`r+ [SHA]`").contains("| `ping`<br>`hello?`");
        assertThat(reply.length()).isLessThan(10_000);
    }

    @Test
    public void onlyWhatIsNotAlwaysRefusedIsOffered() {
        assertThat(CommandHelp.reply("homu", true, true))
                .contains("`try`<br>", "`try cancel`", "`delegate=try`", "`squash`", "`squash-`")
                .doesNotContain("HOOK");
        assertThat(CommandHelp.reply("homu", false, false))
                .contains("`retry`", "`rollup`")
                .doesNotContain("`try`<br>", "`try-`", "jobs=", "squash");
    }

    @Test
    public void theDocumentHoldsTheTable() throws IOException {
        String document = Files.readString(DOCUMENT).replace("\r\n", "\n");
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        if (Boolean.getBoolean("homu.docs.write")) {
            document = document.substring(0, begin) + CommandHelp.documentTable() + document.substring(end);
            Files.writeString(DOCUMENT, document);
            end = document.indexOf(END);
        }

        assertThat(document.substring(begin, end)).isEqualTo(CommandHelp.documentTable());
    }
}
