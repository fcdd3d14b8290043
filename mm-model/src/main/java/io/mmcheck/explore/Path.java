package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Moved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** In which order the operations of a run made their steps: what is left of a run when some operations are taken out. */
public final class Path {
    private final List<Token> tokens;

    /** One step of operation number {@code operation}, from 0, of a thread. */
    record Token(int thread, int operation, int alternative) {}

    private Path(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    public static <M extends State> Path of(Run<M> run) {
        List<Token> tokens = new ArrayList<>();
        int[] operation = new int[run.start().threads()];
        Arrays.fill(operation, -1);
        for (int i = 0; i < run.steps(); i++) {
            Moved<M> moved = run.moved(i);
            if (moved.started() != null) {
                operation[moved.thread()]++;
            }
            tokens.add(new Token(moved.thread(), operation[moved.thread()], moved.alternative()));
        }
        return new Path(tokens);
    }

    List<Token> tokens() {
        return tokens;
    }

    /** The same without one operation. */
    public Path without(int thread, int operation) {
        List<Token> left = new ArrayList<>(tokens.size());
        for (Token token : tokens) {
            if (token.thread != thread || token.operation < operation) {
                left.add(token);
            } else if (token.operation > operation) {
                left.add(new Token(thread, token.operation - 1, token.alternative));
            }
        }
        return new Path(left);
    }
}
