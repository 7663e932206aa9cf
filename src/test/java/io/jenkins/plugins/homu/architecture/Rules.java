package io.jenkins.plugins.homu.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The rules that keep the rings apart. */
final class Rules {
    private static final String CORE = "..homu.core..";
    private static final Set<String> BUILDERS = Set.of("PullRequest$Edit", "LogLine");

    private Rules() {}

    static ArchRule dependenciesAreDrawn() {
        return classes()
                .should(adhereToPlantUmlDiagram(diagram(), consideringOnlyDependenciesInDiagram()))
                .because("docs/architecture.puml shows all dependencies there are");
    }

    private static URL diagram() {
        try {
            return Path.of("docs", "architecture.puml").toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    static ArchRule coreKnowsNothingElse() {
        return classes()
                .that()
                .resideInAPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", CORE)
                .because("the rules of the queue are to be understood and tested without anything around them");
    }

    static ArchRule engineAndPortsNeedNoLibrary() {
        return classes()
                .that()
                .resideInAnyPackage("..homu.engine..", "..homu.port..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", CORE, "..homu.port..", "..homu.engine..")
                .because("libraries belong to adapters");
    }

    static ArchRule nobodySleeps() {
        return noClasses()
                .should()
                .callMethodWhere(target(name("sleep"))
                        .and(target(owner(DescribedPredicate.or(sameAs(Thread.class), sameAs(TimeUnit.class))))))
                .because("a thread that sleeps is missing elsewhere; wait for the event, or set a timer");
    }

    private static DescribedPredicate<JavaClass> sameAs(Class<?> type) {
        return DescribedPredicate.describe(type.getSimpleName(), other -> other.isEquivalentTo(type));
    }

    static ArchRule onlyTheCommandLinePrints() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("..homu.server.cli..")
                .and()
                .doNotHaveFullyQualifiedName("io.jenkins.plugins.homu.server.Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("everything else logs, with repository and pull request");
    }

    static ArchRule modelDoesNotChange() {
        return classes()
                .that()
                .resideInAPackage("..homu.core.model..")
                .should(ArchCondition.from(DescribedPredicate.describe(
                        "be records, enums, or one of " + BUILDERS,
                        (JavaClass type) -> type.isRecord()
                                || type.isEnum()
                                || BUILDERS.stream().anyMatch(type.getName()::endsWith))))
                .because("a state that was decided upon must not change under its reader");
    }
}
