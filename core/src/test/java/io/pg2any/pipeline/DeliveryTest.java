package io.pg2any.pipeline;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.DeadLetter;
import io.pg2any.destination.DeadLetters;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.OnError;
import io.pg2any.destination.OnValue;
import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Column;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;
import io.pg2any.type.PgType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeliveryTest {

    private static final TableSchema TABLE = new TableSchema(new TableId("public", "t"), new TargetName("", "t"),
            List.of(new ColumnSchema("id", PgType.Simple.INTEGER, false)), List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
    private static final Relation RELATION = new Relation(1, TABLE.source(), TABLE.identity(), List.of(new Column("id", true, 23, -1)));

    /** Refuses rows whose number is among {@code bad}, remembers the others in the order of their arrival, and counts what it is asked. */
    private static final class Picky {
        private final Set<Integer> bad;
        private final List<Integer> taken = new ArrayList<>();
        private final List<String> letters = new ArrayList<>();
        private int attempts;
        private int rowsTried;

        Picky(Set<Integer> bad) {
            this.bad = bad;
        }

        private Optional<CdcException> attempt(ChangeBatch batch) {
            attempts++;
            List<Integer> numbers = batch.transactions().stream().flatMap(slice -> slice.changes().stream())
                    .map(change -> Integer.valueOf(String.valueOf(((ChangeEvent.Insert) change).row().text(0)))).toList();
            rowsTried += numbers.size();
            if (numbers.stream().anyMatch(bad::contains)) {
                return Optional.of(CdcException.data("value-refused", "No.", ""));
            }
            taken.addAll(numbers);
            return Optional.empty();
        }

        Delivery delivery(OnError onError) {
            DeadLetters box = (DeadLetters) Proxy.newProxyInstance(DeadLetters.class.getClassLoader(), new Class<?>[] {DeadLetters.class},
                    (_, _, arguments) -> letters.add(((DeadLetter) arguments[0]).key()) ? null : null);
            DestinationHandler handler = (DestinationHandler) Proxy.newProxyInstance(DestinationHandler.class.getClassLoader(), new Class<?>[] {DestinationHandler.class},
                    (_, method, arguments) -> method.getName().equals("attempt") ? attempt((ChangeBatch) arguments[0]) : Optional.of(box));
            return new Delivery(handler, folding(), onError, OnValue.ERROR);
        }

        Delivery.Folding folding() {
            return new Delivery.Folding() {
                @Override
                public List<Step> steps(List<TransactionSlice> slices) {
                    return List.of();
                }

                @Override
                public TableSchema table(Relation relation) {
                    return TABLE;
                }
            };
        }
    }

    private static List<TransactionSlice> transactions(int count, int each) {
        return IntStream.range(0, count).mapToObj(t -> {
            List<Change> changes = IntStream.range(t * each, (t + 1) * each).<Change>mapToObj(i -> new ChangeEvent.Insert(RELATION, Row.ofText("" + i), new Xid(t))).toList();
            return new TransactionSlice(new Xid(t), new Lsn(100 + t), new Lsn(101 + t), Instant.EPOCH, changes, true, 0);
        }).toList();
    }

    @Test
    void theRefusedChangesAreFoundAndAllOthersArriveInOrder() {
        Picky target = new Picky(Set.of(0, 17, 18, 499, 999));
        target.delivery(OnError.DEAD_LETTER).deliver(transactions(100, 10));
        assertThat(target.letters).containsExactly("id=0", "id=17", "id=18", "id=499", "id=999");
        assertThat(target.taken).isEqualTo(IntStream.range(0, 1000).filter(i -> !target.bad.contains(i)).boxed().toList());
    }

    @Test
    void aRefusedChangeCostsTwiceTheTimesABatchCanBeHalved() {
        Picky target = new Picky(Set.of(12_345));
        target.delivery(OnError.SKIP).deliver(transactions(16_384, 1));
        assertThat(target.attempts).isEqualTo(1 + 2 * 14);
        assertThat(target.rowsTried).isLessThan(3 * 16_384);
        assertThat(target.letters).isEmpty();
    }

    @Test
    void aBatchOfNothingButRefusedChangesTakesTwoTriesEach() {
        Picky target = new Picky(IntStream.range(0, 4096).boxed().collect(Collectors.toSet()));
        target.delivery(OnError.DEAD_LETTER).deliver(transactions(2, 2048));
        assertThat(target.attempts).isEqualTo(2 * 4096 - 1);
        assertThat(target.letters).hasSize(4096);
    }

    @Test
    void whatWasLeftOutIsToldOnceItsTransactionIsCommitted() {
        Picky target = new Picky(Set.of(3, 4));
        Delivery delivery = target.delivery(OnError.SKIP);
        delivery.deliver(transactions(1, 8));
        List<String> told = new ArrayList<>();
        delivery.committed((table, kept, skipped) -> told.add(table + " " + kept + " " + skipped));
        delivery.committed((table, kept, skipped) -> told.add("again"));
        assertThat(told).containsExactly("public.t 0 2");
    }

    @Test
    void whereItStopsTheErrorIsTheTargets() {
        CdcException refusal = CdcException.data("value-refused", "No.", "");
        DestinationHandler handler = (DestinationHandler) Proxy.newProxyInstance(DestinationHandler.class.getClassLoader(), new Class<?>[] {DestinationHandler.class},
                (_, _, _) -> {
                    throw refusal;
                });
        Delivery delivery = new Delivery(handler, new Picky(Set.of()).folding(), OnError.STOP, OnValue.ERROR);
        assertThatThrownBy(() -> delivery.deliver(transactions(1, 2))).isSameAs(refusal);
    }
}
