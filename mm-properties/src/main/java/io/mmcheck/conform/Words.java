package io.mmcheck.conform;

import io.mmcheck.conform.Runner.Request;
import java.util.List;

/** The words behind the name of an operation, read as numbers of the model. */
final class Words {
    private final LoggedOperation operation;
    private final Layout layout;

    Words(LoggedOperation operation, Layout layout) {
        this.operation = operation;
        this.layout = layout;
    }

    String word(int index) {
        List<String> words = operation.arguments();
        if (index >= words.size()) {
            throw new OutsideModelException("form " + operation.name() + " with " + words.size() + " arguments");
        }
        return words.get(index);
    }

    int value(int index) {
        try {
            return Integer.parseInt(word(index));
        } catch (NumberFormatException e) {
            throw new OutsideModelException("form " + operation.name() + " " + word(index));
        }
    }

    int process(int index) {
        return Layout.process(word(index));
    }

    /** The page named by region and index. */
    int page() {
        return start() + value(1);
    }

    /** A whole new region: name, kind, pages. */
    Request mapped() {
        return Request.of(operation.process()).at(start(), value(2));
    }

    /** A new region of huge pages: name, and how many. */
    Request huge(int pages) {
        if (operation.arguments().size() != 2) {
            throw new OutsideModelException("form " + operation.text());
        }
        return Request.of(operation.process()).at(start(), pages * value(1));
    }

    /** A new region of small pages beside one of huge pages: name, pages. */
    Request window() {
        return Request.of(operation.process()).at(start(), value(1));
    }

    /** Region, index and count. */
    Request range() {
        return Request.of(operation.process()).at(page(), value(2));
    }

    /** Region, index, count, device and sometimes a value. */
    Request deviceRange() {
        Request range = range().device(value(3));
        return operation.arguments().size() > 4 ? range.value(value(4)) : range;
    }

    String advice() {
        return switch (word(3)) {
            case "dontneed", "pageout", "willneed" -> word(3);
            case "free" -> "madvise-free";
            default -> throw new OutsideModelException("operation advise " + word(3));
        };
    }

    String protection() {
        return switch (word(3)) {
            case "none" -> "mprotect-none";
            case "r" -> "mprotect-read";
            case "rw" -> "mprotect-write";
            default -> throw new OutsideModelException("operation mprotect " + word(3));
        };
    }

    /** gup_test: {@code w} is a pin for writing, {@code f} tries the fast path first. */
    String pinKind() {
        return switch (word(3)) {
            case "w" -> "pin-user";
            case "r" -> "pin-read";
            case "wf" -> "pin-fast";
            case "rf" -> "pin-read-fast";
            default -> throw new OutsideModelException("operation guppin " + word(3));
        };
    }

    private int start() {
        Integer start = layout.starts().get(word(0));
        if (start == null) {
            throw new OutsideModelException("region " + word(0) + ", which nothing maps");
        }
        return start;
    }
}
