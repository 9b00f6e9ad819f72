// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Problem;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The problems of this module, each code in one place. */
final class Problems {

    private static final String KEPT = "what is stored was not touched, byte for byte";
    private static final String NOTHING = "nothing was read or written";
    private static final String LOOK = "load() looks again";
    private static final String LIFT = LOOK + "; overwrite(value) writes all the same";

    private static final int MOST_SUPPRESSED = 15;

    private Problems() {}

    static Problem newer(long stored, int known) {
        return new Problem(
                "HF-0221",
                "version " + stored + " is stored, this app knows " + known,
                null,
                KEPT,
                "start the newer app, or " + LIFT);
    }

    static Problem wronglyAdmitted(long stored, int known, Problem why) {
        return new Problem(
                "HF-0250",
                "version " + stored + " is stored and lets version " + known + " read it, but " + unfit(why),
                null,
                KEPT,
                "mend the newer schema or its oldestReader, start the newer app, or " + LIFT);
    }

    private static String unfit(Problem why) {
        String place = why.where() == null ? "" : " at " + why.where();
        return "what is stored does not fit: " + why.code() + " " + why.what() + place;
    }

    static Problem incompatible(Problem why) {
        return new Problem("HF-0222", unfit(why), null, KEPT, "mend the schema or its migrations, or " + LIFT);
    }

    static Problem unreadable(LoadOutcome outcome, Problem cause) {
        String code = switch (outcome) {
            case KEY_UNAVAILABLE -> "HF-0223";
            case WRONG_KEY -> "HF-0224";
            case ROLLED_BACK -> "HF-0275";
            default -> "HF-0225";
        };
        return new Problem(
                code,
                "what is stored cannot be read: " + cause.code() + " " + cause.what(),
                null,
                KEPT,
                cause.advice() + "; " + (outcome.compareTo(LoadOutcome.ROLLED_BACK) >= 0 ? LIFT : LOOK));
    }

    static Problem corrupt() {
        return new Problem(
                "HF-0226",
                "what was stored is damaged, and no generation is whole",
                null,
                "damaged bytes are kept in quarantine, nothing is replaced before",
                "restore a backup, or go on with the initial value");
    }

    static Problem recovered() {
        return new Problem(
                "HF-0227",
                "what was stored is damaged or gone; an earlier generation was taken",
                null,
                "damaged bytes are kept in quarantine; changes after that generation are lost",
                "tell the user what time the value is from");
    }

    static Problem dropped(String field) {
        return new Problem(
                "HF-0228",
                "the type does not know field " + field + " of the same version",
                null,
                "this generation is kept for good",
                "the next save drops the field: give the schema a new version when its type changes");
    }

    static Problem unsettled(LoadOutcome outcome, Problem cause) {
        return new Problem(
                "HF-0229",
                outcome + ", and putting things in order failed: " + cause.code() + " " + cause.what(),
                null,
                "the value can be used, and nothing is replaced before things are in order",
                cause.advice() + "; the next save tries again");
    }

    static Problem fenced(LoadOutcome outcome, Problem cause) {
        return new Problem(
                "HF-0220",
                "this document is fenced: " + outcome + ", " + cause.code() + " " + cause.what(),
                cause.where(),
                KEPT,
                cause.advice());
    }

    static Problem schema(String name, String why) {
        return new Problem("HF-0230", "not a schema: " + why, name, NOTHING, "mend the schema");
    }

    static Problem otherSchema() {
        return new Problem(
                "HF-0232",
                "this document is in use with another type or version",
                null,
                NOTHING,
                "use one schema for a document, in a constant");
    }

    static Problem closed() {
        return new Problem(
                "HF-0233", "the home or account of this document is closed", null, NOTHING, "take it from an open one");
    }

    static Problem reentrant() {
        return new Problem(
                "HF-0234",
                "the function that changes a document used that document",
                null,
                "nothing was written",
                "use the value that the function is given");
    }

    static Problem noValue() {
        return new Problem(
                "HF-0235", "null is not a value", null, "nothing was written", "give a value; delete() removes");
    }

    static Problem noCodec(Class<?> type) {
        return new Problem(
                "HF-0236",
                "no codec for " + type.getName(),
                null,
                NOTHING,
                "put holdfast-jackson on the class path or module path, or holdfast-avaje and @Json on the type,"
                        + " or use Schema.withCodec");
    }

    static Problem severalCodecs(Class<?> type, Collection<? extends CodecFactory> factories) {
        String names =
                factories.stream().map(factory -> factory.getClass().getName()).collect(Collectors.joining(" and "));
        return new Problem(
                "HF-0237",
                "several codec factories know " + type.getName() + ": " + names,
                null,
                NOTHING,
                "say which when the home is opened, as in codecs(new AvajeCodecs().or(new JacksonCodecs())); or take all"
                        + " but one off the class path or module path");
    }

    static Problem dropped(Throwable thrown) {
        return new Problem(
                "HF-0240",
                "a change that waited to be saved threw " + thrown.getClass().getName()
                        + " when it was made again to what another process had stored",
                null,
                "the other changes, and what the other process stored, are saved",
                "look at the value and make the change once more");
    }

    static Problem threw(Throwable thrown) {
        return new Problem(
                "HF-0241",
                "saving threw " + thrown.getClass().getName(),
                null,
                "the changes are in memory; the old content or the new one is stored, whole in either case",
                "mend what threw: the storage, the type or its codec; it is tried again");
    }

    static Problem noExecutor() {
        return new Problem(
                "HF-0242", "no executor to do this on", null, NOTHING, "give the home one when it is opened");
    }

    static Problem unsavedAtExit(String why) {
        return new Problem(
                "HF-0243",
                "changes that waited when the JVM ended could not be saved: " + why,
                null,
                "what was stored before",
                "close the home before the JVM ends");
    }

    static Problem noGeneration() {
        return new Problem(
                "HF-0255",
                "this generation is not kept any more",
                null,
                "nothing was written",
                "list the history again; pin what must stay");
    }

    static Problem damagedGeneration() {
        return new Problem("HF-0256", "this generation is damaged", null, "nothing was written", "take another one");
    }

    static Problem unsaved(Problem cause) {
        return new Problem(
                "HF-0257",
                "the load goes well, and the next save fails: " + cause.code() + " " + cause.what(),
                null,
                "nothing was written",
                "mend the type, its codec or the migration before it is released");
    }

    /** The first of two failures, the other one with it. */
    @SuppressWarnings("ReferenceEquality") // nothing may be suppressed in itself
    static <E extends Throwable> E first(@Nullable E earlier, E later) {
        if (earlier == null) {
            return later;
        }
        if (earlier != later && earlier.getSuppressed().length < MOST_SUPPRESSED) {
            earlier.addSuppressed(later);
        }
        return earlier;
    }
}
