package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.port.WebAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/** Texts as they come out of forms and YAML: perhaps null, perhaps with blanks around. */
final class Texts {
    /** Between logins. */
    static final String BLANKS_OR_COMMAS = "[\\s,;]+";
    /** Between labels, which may hold blanks. */
    static final String COMMAS = ",";

    private Texts() {}

    /** Null when there is nothing in it. */
    static String trimmed(String text) {
        return filled(text).orElse(null);
    }

    static Optional<String> filled(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(stripped -> !stripped.isEmpty());
    }

    /**
     * Makes one field of a form, in which people write several words, into the list that is configured.
     *
     * @param separators what stands between the words
     */
    static void toList(JSONObject form, String field, String separators) {
        Object text = form.remove(field + "Text");
        if (text instanceof String words) {
            JSONArray list = new JSONArray();
            list.addAll(copy(Arrays.asList(words.split(separators, -1))));
            form.put(field, list);
        }
    }

    /** What a list of a form offers for a permission on GitHub. */
    static ListBoxModel permissions() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.RepositoryConfiguration_noPermission(), "");
        Level.GRANTING.forEach(word -> items.add(word, word));
        return items;
    }

    /** Without null, blanks and empty ones; of a kind that can be stored. */
    static List<String> copy(List<String> texts) {
        List<String> copy = new ArrayList<>();
        if (texts != null) {
            texts.forEach(text -> filled(text).ifPresent(copy::add));
        }
        return copy;
    }

    /**
     * An address without a slash at the end.
     *
     * @param whose what it is the address of, for the message
     * @throws ConfigurationException when it is none, or has more than host, port and path
     */
    static URI address(String whose, String example, String text) {
        try {
            return WebAddress.of(filled(text).orElse(""), example);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("The address of " + whose + " " + e.getMessage() + ".", e);
        }
    }
}
