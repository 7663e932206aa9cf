package io.jenkins.plugins.homu.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.homu.architecture.violations.homu.core.UsesALibrary;
import io.jenkins.plugins.homu.architecture.violations.homu.core.UsesAPort;
import io.jenkins.plugins.homu.architecture.violations.homu.core.model.Changes;
import io.jenkins.plugins.homu.architecture.violations.homu.engine.EngineWithALibrary;
import io.jenkins.plugins.homu.architecture.violations.homu.engine.Sleeps;
import io.jenkins.plugins.homu.architecture.violations.homu.github.UsesTheStore;
import io.jenkins.plugins.homu.architecture.violations.homu.http.Prints;
import org.junit.BeforeClass;
import org.junit.Test;

/** The rules hold; and each of them fires where it is broken on purpose. */
public class ArchitectureTest {
    private static JavaClasses ours;

    @BeforeClass
    public static void readClasses() {
        ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.jenkins.plugins.homu");
        assertThat(ours.size()).isGreaterThan(100);
    }

    private static void holdsAndFires(ArchRule rule, Class<?> violation, String told) {
        rule.check(ours);
        JavaClasses broken = new ClassFileImporter().importClasses(violation);
        assertThat(rule.evaluate(broken).getFailureReport().getDetails())
                .as("What is said of " + violation.getSimpleName())
                .anySatisfy(line -> assertThat(line).contains(violation.getSimpleName(), told));
    }

    @Test
    public void allDependenciesAreDrawnInTheDiagram() {
        holdsAndFires(Rules.dependenciesAreDrawn(), UsesTheStore.class, "homu.store.");
        holdsAndFires(Rules.dependenciesAreDrawn(), UsesAPort.class, "homu.port.Clock");
    }

    @Test
    public void coreKnowsNothingButItselfAndJava() {
        holdsAndFires(Rules.coreKnowsNothingElse(), UsesALibrary.class, "com.fasterxml.jackson");
        holdsAndFires(Rules.coreKnowsNothingElse(), UsesAPort.class, "homu.port.Clock");
    }

    @Test
    public void engineAndPortsNeedNoLibrary() {
        holdsAndFires(Rules.engineAndPortsNeedNoLibrary(), EngineWithALibrary.class, "com.fasterxml.jackson");
    }

    @Test
    public void nobodySleeps() {
        holdsAndFires(Rules.nobodySleeps(), Sleeps.class, "sleep");
    }

    @Test
    public void onlyTheCommandLinePrints() {
        holdsAndFires(Rules.onlyTheCommandLinePrints(), Prints.class, "System.err");
    }

    @Test
    public void modelDoesNotChange() {
        holdsAndFires(Rules.modelDoesNotChange(), Changes.class, "records, enums");
    }
}
