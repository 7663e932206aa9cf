package io.jenkins.plugins.homu.runtime.admin;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where GitHub and the services that build reach us.
 *
 * @param base without a slash at the end; empty: not known
 * @param remedy what to do where it is not known or can't be used; goes on after a colon
 */
public record OutsideAddress(Supplier<Optional<String>> base, String remedy) {}
