package io.jenkins.plugins.homu.server.jcasc;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which credentials Jenkins needs, under ids that people can read. Values are known to nobody here. */
final class CredentialIds {
    /** How Configuration as Code calls a kind of credentials, and what it asks for besides the id. */
    enum Kind {
        TEXT("string", "secret text", "secret"),
        LOGIN("usernamePassword", "user name with password", "username,password"),
        APP("gitHubApp", "GitHub App (plugin GitHub Branch Source)", "appID,privateKey");

        private final String symbol;
        private final String words;
        private final String fields;

        Kind(String symbol, String words, String fields) {
            this.symbol = symbol;
            this.words = words;
            this.fields = fields;
        }
    }

    /** @param setting of cfg.toml that holds it */
    private record Needed(Kind kind, String setting) {}

    private final Map<String, Needed> needed = new LinkedHashMap<>();

    /** @param name what the id is made from @return the id */
    String add(Kind kind, String name, String setting) {
        String id = "homu-" + name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String unique = id;
        for (int i = 2; needed.containsKey(unique); i++) {
            unique = id + "-" + i;
        }
        needed.put(unique, new Needed(kind, setting));
        return unique;
    }

    void describe(YamlWriter yaml) {
        yaml.comment("Create these credentials in Jenkins first (Manage Jenkins, Credentials, System, Global):");
        needed.forEach((id, one) -> yaml.comment("  " + id + ": " + one.kind().words + ", from " + one.setting()));
        yaml.comment("Or as code, with the values in environment variables of Jenkins:");
        yaml.comment("  credentials:");
        yaml.comment("    system:");
        yaml.comment("      domainCredentials:");
        yaml.comment("      - credentials:");
        needed.forEach((id, one) -> {
            yaml.comment("        - " + one.kind().symbol + ":");
            yaml.comment("            id: \"" + id + "\"");
            if (one.kind() != Kind.APP) {
                yaml.comment("            scope: GLOBAL");
            }
            for (String field : one.kind().fields.split(",", -1)) {
                yaml.comment("            " + field + ": \"${" + variable(id, one.kind(), field) + "}\"");
            }
        });
    }

    private static String variable(String id, Kind kind, String field) {
        String name = id.replace('-', '_').toUpperCase(Locale.ROOT);
        return kind == Kind.TEXT
                ? name
                : name + "_" + field.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
