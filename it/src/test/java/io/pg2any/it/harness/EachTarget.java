package io.pg2any.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that is played once for each target, with a {@link Scenario} of its own as parameter. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachTargetExtension.class)
public @interface EachTarget {

    /** Only these; empty: all. A limit stands in a test's name or comment with its reason. */
    TargetKind[] value() default {};
}
