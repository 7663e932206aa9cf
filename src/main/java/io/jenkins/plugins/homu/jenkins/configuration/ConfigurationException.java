package io.jenkins.plugins.homu.jenkins.configuration;

/** Something is wrong with the configuration. The message names the thing, the cause and what to do; never a secret. */
public class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
