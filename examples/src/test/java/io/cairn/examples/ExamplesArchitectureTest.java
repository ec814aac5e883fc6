package io.cairn.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.cairn.examples.flights.Flight;
import io.cairn.examples.flights.FlightLines;
import org.junit.jupiter.api.Test;

class ExamplesArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.cairn.examples");

  @Test
  void jobsUseThePublicApiOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.cairn..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.cairn.examples..", "io.cairn.api", "io.cairn.api.files"))))
        .because(
            "an example shows what anyone can write; whatever it lacks belongs into io.cairn.api")
        .check(CLASSES);
  }

  @Test
  void theVerdictSharesOnlyTheReadingOfTheInput() {
    noClasses()
        .that()
        .resideInAPackage("..verdict..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.cairn..")
                .and(not(resideInAPackage("..verdict..")))
                .and(not(equivalentTo(Flight.class)))
                .and(not(equivalentTo(FlightLines.class)))
                .and(not(equivalentTo(FlightLines.Visitor.class))))
        .because("a judge that shares code with the accused shares its mistakes")
        .check(CLASSES);
  }
}
