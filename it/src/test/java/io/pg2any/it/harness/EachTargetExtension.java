package io.pg2any.it.harness;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** Plays a test on every wanted target, and says aloud which one is missing. */
final class EachTargetExtension implements TestTemplateInvocationContextProvider {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(EachTargetExtension.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        TargetKind[] limit = context.getRequiredTestMethod().getAnnotation(EachTarget.class).value();
        String name = context.getDisplayName();
        return TargetKind.wanted(limit).stream().map(kind -> new OnTarget(name, kind));
    }

    private record OnTarget(String name, TargetKind kind) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return name + " → " + kind.title();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new SkipIfMissing(kind), new Scenarios(kind));
        }
    }

    private record SkipIfMissing(TargetKind kind) implements BeforeEachCallback {

        @Override
        public void beforeEach(ExtensionContext context) {
            String missing = kind.missing();
            if (!missing.isEmpty()) {
                throw new TestAbortedException(missing);
            }
        }
    }

    private record Scenarios(TargetKind kind) implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Scenario.class || parameter.getParameter().getType() == TargetKind.class;
        }

        /** The store closes the scenario after the test. */
        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            if (parameter.getParameter().getType() == TargetKind.class) {
                return kind;
            }
            return context.getStore(NAMESPACE).computeIfAbsent(Scenario.class, key -> new Scenario(kind), Scenario.class);
        }
    }
}
