package io.pg2any.protocol;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/** Random damage to real streams; {@code -Dpg2any.fuzz.seconds=600} looks longer, {@code -Dpg2any.fuzz.seed=…} repeats. */
class MessageParserFuzzTest {

    private static final int[] INTERESTING = {0, 1, -1, 127, 128, 255, 256, 65535, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fffff00};

    @Test
    void damagedStreamsGiveEventsOrTheCleanError() {
        long seed = Long.getLong("pg2any.fuzz.seed", System.nanoTime());
        long end = System.nanoTime() + Duration.ofSeconds(Long.getLong("pg2any.fuzz.seconds", 2)).toNanos();
        System.out.println("fuzz seed: -Dpg2any.fuzz.seed=" + seed);
        List<Golden> streams = Golden.all().toList();
        SplittableRandom random = new SplittableRandom(seed);
        do {
            replay(streams.get(random.nextInt(streams.size())), random);
        } while (System.nanoTime() < end);
    }

    private static void replay(Golden golden, SplittableRandom random) {
        MessageParser parser = new MessageParser();
        for (byte[] message : golden.messages()) {
            boolean damage = random.nextInt(4) == 0;
            MalformedMessagesTest.parse(parser, damage ? damaged(message, golden, random) : message);
        }
    }

    private static byte[] damaged(byte[] message, Golden golden, SplittableRandom random) {
        byte[] result = message;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            result = damagedOnce(result, golden, random);
        }
        return result;
    }

    private static byte[] damagedOnce(byte[] message, Golden golden, SplittableRandom random) {
        if (message.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(message.length);
        byte[] result = message.clone();
        switch (random.nextInt(6)) {
            case 0 -> result[at] = (byte) random.nextInt();
            case 1 -> result = Arrays.copyOf(message, at);
            case 2 -> {
                int value = INTERESTING[random.nextInt(INTERESTING.length)];
                for (int i = 0; i < 4 && at + i < result.length; i++) {
                    result[at + i] = (byte) (value >>> 24 - 8 * i);
                }
            }
            case 3 -> {
                result = Arrays.copyOf(message, message.length + 1);
                System.arraycopy(message, at, result, at + 1, message.length - at);
            }
            case 4 -> {
                byte[] other = golden.messages().get(random.nextInt(golden.messages().size()));
                int from = random.nextInt(other.length);
                result = Arrays.copyOf(message, at + other.length - from);
                System.arraycopy(other, from, result, at, other.length - from);
            }
            default -> result[0] = (byte) "BCMORYIUDTSEcAbPKrp".charAt(random.nextInt(19));
        }
        return result;
    }
}
